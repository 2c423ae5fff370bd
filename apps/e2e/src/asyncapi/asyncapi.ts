import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CATALOGUE, SERVICES, type EventClass, type Topic } from '@polyphony/contracts';
import { PARTITIONS, TOPIC_CONFIG } from '@polyphony/messaging';
import type { KafkaAccess } from '@polyphony/service-kit';
import { runVerb } from '../support/service-process.js';
import { CLOUD_EVENT_HEADERS, GONE, KEYED, SERVERS, TOMBSTONE } from './surroundings.js';

const CONTRACTS = new URL('../../../../libs/contracts/', import.meta.url);
/** Where the document is checked in. */
export const ASYNCAPI_FILE = fileURLToPath(new URL('generated/asyncapi.json', CONTRACTS));

/** A JSON Schema as it was generated from the catalogue. */
interface Schema {
  title: string;
  description: string;
  $defs?: Record<string, object>;
  [keyword: string]: unknown;
}
type Named = [name: string, value: object];
const ref = (...path: string[]): { $ref: string } => ({ $ref: `#/${path.join('/')}` });

/**
 * The AsyncAPI 3.1 document, as text: channels and messages from the catalogue and its schemas, and who sends and receives
 * from what each service says of itself. It needs no other file.
 */
export async function asyncApi(): Promise<string> {
  const accesses: KafkaAccess[] = [];
  for (const service of SERVICES) accesses.push(JSON.parse(await runVerb(service, ['access'], {})) as KafkaAccess);
  const { version, license } = JSON.parse(readFileSync(new URL('package.json', CONTRACTS), 'utf8')) as {
    version: string;
    license: string;
  };
  const events = CATALOGUE.flatMap((entry) => entry.events);
  const document = {
    asyncapi: '3.1.0',
    id: 'urn:polyphony:events',
    info: {
      title: 'Polyphony on Kafka',
      version,
      description: DESCRIPTION,
      license: { name: license, url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: SERVERS,
    channels: Object.fromEntries(CATALOGUE.map(channel)),
    operations: Object.fromEntries(accesses.flatMap((access) => [...sends(access), ...receives(access)])),
    components: {
      messages: { ...Object.fromEntries(events.map(message)), [TOMBSTONE]: GONE },
      schemas: { CloudEvent: CLOUD_EVENT_HEADERS, ...Object.fromEntries(events.flatMap(schemas)) },
      securitySchemes: { kafkaUser: { type: 'scramSha512', description: 'The password of a user of the cluster' } },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const DESCRIPTION =
  'Every record is a CloudEvent 1.0 in binary mode, published at least once and in order per key: skip what is not above the ' +
  'last ce_sequence of its key. Ignore fields and types that you do not know.';

/** A state topic also has records that say nothing but that something is gone. */
function channel({ topic, kind, events }: Topic): Named {
  const { 'cleanup.policy': policy, ...numbers } = TOPIC_CONFIG[kind];
  const types = [...events.map(({ type }) => type), ...(kind === 'state' ? [TOMBSTONE] : [])];
  return [
    topic,
    {
      address: topic,
      messages: Object.fromEntries(types.map((type) => [type, ref('components', 'messages', type)])),
      bindings: {
        kafka: {
          topic,
          partitions: PARTITIONS,
          topicConfiguration: {
            'cleanup.policy': [policy],
            ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)])),
          },
          bindingVersion: '0.5.0',
        },
      },
    },
  ];
}

function message({ type }: EventClass): Named {
  const { title, description } = schemaOf(type);
  return [
    type,
    {
      name: type,
      title,
      summary: description,
      contentType: 'application/json',
      headers: { allOf: [ref('components', 'schemas', 'CloudEvent'), { properties: { ce_type: { const: type } } }] },
      payload: ref('components', 'schemas', title),
      bindings: KEYED,
    },
  ];
}

/** The schema of an event and those of what it holds, under the names of their classes. */
function schemas({ type }: EventClass): Named[] {
  const { $defs = {}, ...schema } = schemaOf(type);
  delete schema['$schema'];
  delete schema['$id'];
  delete schema['x-topic'];
  const named = [...Object.entries($defs), [schema.title, schema] as Named];
  return named.map(([name, value]) => [
    name,
    JSON.parse(JSON.stringify(value).replaceAll('#/$defs/', '#/components/schemas/')) as object,
  ]);
}

function schemaOf(type: string): Schema {
  return JSON.parse(readFileSync(new URL(`generated/${type}.schema.json`, CONTRACTS), 'utf8')) as Schema;
}

function sends({ service, writes }: KafkaAccess): Named[] {
  return writes.map((topic) => [
    `${topic}.send`,
    { action: 'send', channel: ref('channels', topic), summary: `${service} writes this topic, and nobody else does` },
  ]);
}

/** An operation has one channel, so a group that reads several topics is several operations. */
function receives({ service, reads }: KafkaAccess): Named[] {
  return reads.flatMap(({ group, topics, events }) =>
    topics.map((topic): Named => {
      const stands = CATALOGUE.find((entry) => entry.topic === topic)!.events.map(({ type }) => type);
      return [
        topics.length === 1 ? `${group}.receive` : `${group}.receive.${topic}`,
        {
          action: 'receive',
          channel: ref('channels', topic),
          summary: `${service} keeps a copy`,
          messages: events
            .filter((type) => stands.includes(type))
            .map((type) => ref('channels', topic, 'messages', type)),
          bindings: { kafka: { groupId: { type: 'string', const: group }, bindingVersion: '0.5.0' } },
        },
      ];
    }),
  );
}
