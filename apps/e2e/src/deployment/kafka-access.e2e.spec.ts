import { CATALOGUE, SERVICES, type ServiceName } from '@polyphony/contracts';
import { PARTITIONS, TOPIC_CONFIG } from '@polyphony/messaging';
import type { KafkaAccess } from '@polyphony/service-kit';
import { runVerb } from '../support/service-process.js';
import { problemsWithRights, rightsOf, type KafkaUser } from './kafka-access.js';
import { Manifests, type Manifest } from './manifests.js';
import { OVERLAYS } from './overlays.js';

interface KafkaTopic {
  spec: { partitions: number; config: Record<string, string | number> };
}

const topics = CATALOGUE.map(({ topic }) => topic).sort();
const accesses = new Map<ServiceName, KafkaAccess>();
const accessOf = (service: ServiceName): KafkaAccess => accesses.get(service)!;

beforeAll(async () => {
  for (const service of SERVICES)
    accesses.set(service, JSON.parse(await runVerb(service, ['access'], {})) as KafkaAccess);
});

describe.each(OVERLAYS)('Kafka in the %s overlay', (overlay) => {
  const manifests = Manifests.of(overlay);

  it('has the topics of the catalogue and no other', () => {
    const made = manifests.ofKind<KafkaTopic>('KafkaTopic').map(({ metadata }) => metadata.name);
    expect(made.sort()).toEqual(topics);
  });

  it.each(CATALOGUE)('keeps what $topic is to keep, in the partitions it is born with', ({ topic, kind }) => {
    const { spec } = manifests.one<KafkaTopic>('KafkaTopic', topic);
    expect(spec.partitions).toBe(PARTITIONS);
    const config = Object.entries(spec.config).map(([name, value]) => [name, String(value)]);
    expect(Object.fromEntries(config)).toEqual(TOPIC_CONFIG[kind]);
  });

  it.each(SERVICES)('lets %s write its topics, read those of its consumers, and nothing else', (service) => {
    expect(problemsWithRights(manifests, accessOf(service))).toEqual([]);
  });

  it('lets analysts read every event and state, in groups of their own, and write none', () => {
    expect(rightsOf(manifests.one<KafkaUser>('KafkaUser', 'analytics'))).toEqual(
      [
        'Read group analytics.*',
        ...topics.flatMap((topic) => [`Describe topic ${topic}`, `Read topic ${topic}`]),
      ].sort(),
    );
  });

  it('makes no topic and no user that its operators would not see', () => {
    for (const kind of ['KafkaTopic', 'KafkaUser', 'KafkaNodePool'])
      for (const { metadata } of manifests.ofKind(kind))
        expect(metadata.labels).toMatchObject({ 'strimzi.io/cluster': manifests.ofKind('Kafka')[0]!.metadata.name });
  });

  it('does not make topics by accident', () => {
    const [kafka] = manifests.ofKind<{ spec: { kafka: { config: Record<string, unknown> } } }>('Kafka');
    expect(kafka!.spec.kafka.config['auto.create.topics.enable']).toBe(false);
  });
});

describe('A missing ACL', () => {
  const without = (name: string, type: string): Manifests => {
    const { all } = Manifests.of('prod');
    return new Manifests(
      structuredClone(all).map((manifest) => {
        const { spec } = manifest as Manifest & KafkaUser;
        if (manifest.kind === 'KafkaUser' && manifest.metadata.name === 'methodology')
          spec.authorization.acls = spec.authorization.acls.filter(
            ({ resource }) => resource.name !== name || resource.type !== type,
          );
        return manifest;
      }),
    );
  };

  it.each([
    ['a topic that is written', 'methodology.adaptation', 'topic', ['Describe', 'Write']],
    ['a topic that is read', 'partner-registry.partner', 'topic', ['Describe', 'Read']],
    ['the group of a consumer', 'methodology.network-partner', 'group', ['Read']],
  ])('for %s is found', (_, name, type, operations) => {
    expect(problemsWithRights(without(name, type), accessOf('methodology')).sort()).toEqual(
      operations.map((operation) => `methodology may not: ${operation} ${type} ${name}`),
    );
  });

  it('is found for a consumer that comes anew', () => {
    const access = accessOf('methodology');
    const reads = [
      ...access.reads,
      { group: 'methodology.assembly', events: [], topics: ['assembly-scheduling.assembly'] },
    ];
    expect(problemsWithRights(Manifests.of('prod'), { ...access, reads })).toHaveLength(3);
  });
});
