import type { ServiceStatus } from '@polyphony/service-kit';
import {
  aheadFinding,
  lagOf,
  lostFinding,
  notStarted,
  positionFindings,
  statusFindings,
  topicFindings,
} from './findings.js';
import { topicNames } from '../platform/topics.js';

const PARTNER = 'partner-registry.partner';

const status = (changes: Partial<ServiceStatus> = {}): ServiceStatus => ({
  service: 'methodology',
  pendingMigrations: [],
  outbox: { waiting: 0, oldestSeconds: null },
  consumers: [],
  parked: 0,
  unknownEventTypes: [],
  ...changes,
});

const end = (partition: number, high: bigint, low = 0n) => ({ partition, low, high });
const twelve = Array.from({ length: 12 }, (_, partition) => end(partition, 1n));

describe('the doctor', () => {
  it('counts as lag what a consumer has not read, from the beginning of the log where it never read', () => {
    const consumers = [
      { name: 'network-partner', topics: [PARTNER], positions: [{ topic: PARTNER, partition: 0, nextOffset: '7' }] },
    ];
    const ends = new Map([[`x.${PARTNER}`, [end(0, 10n), end(1, 9n, 5n)]]]);
    expect(lagOf(status({ consumers }), 'x.', ends)).toEqual([
      { consumer: 'methodology.network-partner', position: 12n, lag: 7n },
    ]);
  });

  it('finds nothing to do when all is well', () => {
    expect(statusFindings(status()).filter(({ remedy }) => remedy)).toEqual([]);
    const ends = new Map(topicNames('').map((topic) => [topic, twelve]));
    expect(topicFindings('', ends)).toEqual([{ about: 'topics', what: '14 of 14, 168 records' }]);
  });

  it('asks for a person when migrations are pending, events are parked, or the outbox is not emptied', () => {
    const ill = status({ pendingMigrations: ['One'], parked: 2, outbox: { waiting: 3, oldestSeconds: 400 } });
    expect(statusFindings(ill).map(({ remedy }) => remedy)).toEqual([
      'polyphony migrate',
      expect.stringContaining('relay'),
      'polyphony parked list methodology, then replay or discard',
    ]);
  });

  it('asks for a person when a service is missing beside others, and for nobody where none was started', () => {
    const engines = { kind: 'embedded', databaseUrl: '', brokers: [] };
    const others = { methodology: { pid: 1, url: '', logFile: '' } };
    expect(notStarted('partner-registry', undefined).remedy).toBeUndefined();
    expect(notStarted('partner-registry', { engines, services: {} }).remedy).toBeUndefined();
    expect(notStarted('partner-registry', { engines, services: others }).remedy).toBe(
      'polyphony down, then polyphony up',
    );
  });

  it('lets an outbox be, that has only just got its events', () => {
    const busy = status({ outbox: { waiting: 3, oldestSeconds: 0.4 } });
    expect(statusFindings(busy).filter(({ remedy }) => remedy)).toEqual([]);
  });

  it('asks for a person when a topic is missing or has lost partitions', () => {
    const ends = new Map(
      topicNames('')
        .slice(1)
        .map((topic) => [topic, twelve]),
    );
    ends.set('results-aggregation.release', twelve.slice(1));
    const findings = topicFindings('', ends);
    expect(findings.map(({ remedy }) => remedy !== undefined)).toEqual([true, true]);
    expect(findings[0]!.what).toContain(`missing: ${topicNames('')[0]}`);
    expect(findings[1]!.what).toBe('results-aggregation.release has 11 partitions, not 12');
  });

  it('names consumers that stand outside the log, but not one that has never read', () => {
    const at = (nextOffset: string) => [
      { name: 'network-partner', topics: [PARTNER], positions: [{ topic: PARTNER, partition: 0, nextOffset }] },
    ];
    const found = (nextOffset: string) =>
      positionFindings(status({ consumers: at(nextOffset) }), 'x.', new Map([[`x.${PARTNER}`, [end(0, 9n, 5n)]]]));
    for (const inside of ['0', '5', '9']) expect(found(inside)).toEqual([]);
    for (const outside of ['4', '10'])
      expect(found(outside)).toEqual([
        {
          about: 'methodology.network-partner',
          what: `stands outside the log: ${PARTNER}/0 at ${outside}`,
          remedy: expect.stringContaining('polyphony rebuild methodology.network-partner'),
        },
      ]);
  });

  it('names aggregates of which the log knows more than the database, the first five of them', () => {
    expect(aheadFinding(PARTNER, [])).toEqual([]);
    const behind = [1, 2, 3, 4, 5, 6].map((sequence) => ({ id: `p${sequence}`, version: undefined, sequence }));
    expect(aheadFinding(PARTNER, behind)[0]!.what).toMatch(/by 6 aggregates: p1 at nothing, log 1; .*p5 [^;]*; …$/);
  });

  it('misses events when the log has had fewer records than were published; more of them are repetitions', () => {
    expect(lostFinding(PARTNER, 2n, 2n)).toEqual([]);
    expect(lostFinding(PARTNER, 2n, 3n)).toEqual([]);
    expect(lostFinding(PARTNER, 2n, 1n)).toHaveLength(1);
  });
});
