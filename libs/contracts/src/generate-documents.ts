import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import ts from 'typescript';
import { CATALOGUE } from './catalogue.js';
import type { Schema } from './compatibility.js';

/** Root of the repository. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const SOURCES = `${ROOT}libs/contracts/src/`;

/** Everything that is generated from the catalogue: path in the repository → text. */
export function documents(): Map<string, string> {
  const comments = docComments();
  const schemas = new Map(
    CATALOGUE.flatMap(({ topic, events }) =>
      events.map((event) => [event.type, schemaOf(event.name, event.type, topic, comments)] as const),
    ),
  );
  return new Map([
    ...[...schemas].map(
      ([type, schema]) =>
        [`libs/contracts/generated/${type}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`] as const,
    ),
    ['docs/events.md', eventsPage(schemas)] as const,
  ]);
}

function schemaOf(name: string, type: string, topic: string, comments: Map<string, string>): Schema {
  const all = validationMetadatasToSchemas({
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix: '#/$defs/',
    additionalConverters: {
      isDateString: { type: 'string', format: 'date' },
      isIso8601: { type: 'string', format: 'date-time' },
      isISO31661Alpha2: { type: 'string', pattern: '^[A-Z]{2}$' },
    },
  }) as Record<string, Schema>;
  const described = (className: string): Schema => {
    const schema = structuredClone(all[className]!);
    for (const [field, property] of Object.entries(schema.properties ?? {})) {
      const comment = comments.get(`${className}.${field}`);
      if (comment) property.description = comment;
      if (property.$ref) delete property.type;
    }
    return schema;
  };
  const $defs: Record<string, Schema> = {};
  const collect = (schema: Schema): void => {
    for (const [, nested] of JSON.stringify(schema).matchAll(/#\/\$defs\/(\w+)/g)) {
      if ($defs[nested!]) continue;
      $defs[nested!] = described(nested!);
      collect($defs[nested!]!);
    }
  };
  const schema = described(name);
  collect(schema);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:polyphony:event:${type}`,
    title: name,
    description: comments.get(name) ?? '',
    'x-topic': topic,
    ...schema,
    ...(Object.keys($defs).length > 0 ? { $defs } : {}),
  };
}

/** Doc comments of classes (`Name`) and fields (`Name.field`) of the contracts: the one place where they are described. */
function docComments(): Map<string, string> {
  const comments = new Map<string, string>();
  const keep = (name: string, node: ts.Node): void => {
    const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
    const text = comment && ts.getTextOfJSDocComment(comment.comment)?.replaceAll(/\s+/g, ' ');
    if (text) comments.set(name, text);
  };
  for (const file of readdirSync(SOURCES).filter((name) => /\.(events|states)\.ts$/.test(name))) {
    const source = ts.createSourceFile(file, readFileSync(SOURCES + file, 'utf8'), ts.ScriptTarget.Latest, true);
    for (const statement of source.statements) {
      if (!ts.isClassDeclaration(statement) || !statement.name) continue;
      const className = statement.name.text;
      keep(className, statement);
      for (const member of statement.members)
        if (ts.isPropertyDeclaration(member) && ts.isIdentifier(member.name))
          keep(`${className}.${member.name.text}`, member);
    }
  }
  return comments;
}

function eventsPage(schemas: Map<string, Schema>): string {
  const topics = CATALOGUE.map(({ topic, kind, events }) => {
    const [service] = topic.split('.');
    const rows = events.map(({ type }) => {
      const { description, properties, required } = schemas.get(type)!;
      const fields = Object.entries(properties ?? {}).map(
        ([field, schema]) => `\`${field}${required?.includes(field) ? '' : '?'}\` ${kindOf(schema)}`,
      );
      return `| \`${type}\` | ${String(description)} | ${fields.join(', ')} |`;
    });
    return [
      `## ${topic}`,
      '',
      `Written by ${service}${kind === 'state' ? ', compacted: the last record of a key is its state, one without a value says that it has none' : ''}.`,
      '',
      `| ${kind === 'state' ? 'document' : 'event'} | what it says | data |`,
      '| --- | --- | --- |',
      ...rows,
      '',
    ].join('\n');
  });
  return `${HEAD}\n${topics.join('\n')}`;
}

function kindOf({ type, format, enum: values, items, $ref }: Schema): string {
  if ($ref) return $ref.replace('#/$defs/', '');
  if (type === 'array') return `list of ${kindOf(items ?? {})}`;
  if (values) return 'code';
  return format ?? type ?? 'object';
}

const HEAD = `# Events

Generated from the catalogue (\`npm run generate\`), as is everything that a program may want to read:

| what | in this repository | in the package |
| --- | --- | --- |
| AsyncAPI 3.1: topics, messages, who sends and who receives | \`libs/contracts/generated/asyncapi.json\` | \`@polyphony/contracts/asyncapi.json\` |
| a JSON Schema (2020-12) of each type, \`$id\` \`urn:polyphony:event:<type>\` | \`libs/contracts/generated/<type>.schema.json\` | \`@polyphony/contracts/schemas/<type>.schema.json\` |
| a sample of each type | \`libs/contracts/samples/<type>.json\` | \`@polyphony/contracts/samples/<type>.json\` |

The package is a file of each release on GitHub. What a release says is kept: \`libs/contracts/released\` has its schemas, and CI compares them with those of today in both directions, so that old readers read new events and new readers old ones.

Every record is a CloudEvent 1.0 in Kafka's binary mode: the value is the JSON data, the attributes are the headers \`ce_id\`, \`ce_type\`, \`ce_source\`, \`ce_subject\`, \`ce_time\`, beside \`ce_sequence\`, \`ce_actor\` and \`traceparent\`. The record key is the id of the aggregate, so its events keep their order on one of 12 partitions, and \`ce_sequence\`, the version that the event made, rises by one with each. \`ce_actor\`, where it is there, is a pseudonym: the same for everything that one person or program did, in all topics, and not to be led back to it without the network's key.

An event is published at least once: skip what is not above the last sequence of its key. Topics of events keep everything. Ignore fields and types that you do not know; a field that is not optional (\`?\`) here never disappears from its version. No event holds a person's name, a contact, anybody's answers, or free text about somebody.

A topic whose name ends in \`-state\` holds the whole public document of each aggregate, written in the transaction of every change, at the version that \`ce_sequence\` says. It is compacted within a day of the next record on the same partition: a new consumer reads it from the beginning and has the present, without a replay. The last record of a key counts. One without a value means that there is no public document any more: forget what you have of this key. The public name of a partner stands on \`partner-registry.partner-state\` and nowhere else. [\`analytics.md\`](analytics.md) shows how to read both kinds.
`;
