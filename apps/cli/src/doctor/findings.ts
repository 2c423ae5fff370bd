import type { ServiceName } from '@polyphony/contracts';
import { PARTITIONS, type LogEnd } from '@polyphony/messaging';
import type { ServiceStatus } from '@polyphony/service-kit';
import type { Running } from '../platform/running.js';
import { topicNames } from '../platform/topics.js';

/** One line of the doctor's answer. */
export interface Finding {
  about: string;
  what: string;
  /** What a person should do; absent when all is well. */
  remedy?: string;
}

/** How far a consumer is behind, in records. */
export interface ConsumerLag {
  consumer: string;
  position: bigint;
  lag: bigint;
}

/** An outbox this old is not being published. */
const OUTBOX_SECONDS = 60;

/** Sums up each consumer's positions against the ends of the logs; a partition never read counts from its beginning. */
export function lagOf(status: ServiceStatus, prefix: string, ends: ReadonlyMap<string, LogEnd[]>): ConsumerLag[] {
  return status.consumers.map(({ name, topics, positions }) => {
    const next = new Map(positions.map((it) => [`${it.topic}/${it.partition}`, BigInt(it.nextOffset)]));
    let position = 0n;
    let lag = 0n;
    for (const topic of topics)
      for (const { partition, low, high } of ends.get(prefix + topic) ?? []) {
        const at = next.get(`${topic}/${partition}`) ?? low;
        position += at;
        lag += high > at ? high - at : 0n;
      }
    return { consumer: `${status.service}.${name}`, position, lag };
  });
}

/** Consumers that stand where the log is not: it was made anew, or database and log come from different backups. */
export function positionFindings(
  { service, consumers }: ServiceStatus,
  prefix: string,
  ends: ReadonlyMap<string, LogEnd[]>,
): Finding[] {
  return consumers.flatMap(({ name, positions }) => {
    const outside = positions.filter(({ topic, partition, nextOffset }) => {
      const end = ends.get(prefix + topic)?.find((one) => one.partition === partition);
      const at = BigInt(nextOffset);
      return end !== undefined && at !== 0n && (at < end.low || at > end.high);
    });
    if (outside.length === 0) return [];
    const places = outside.map(({ topic, partition, nextOffset }) => `${topic}/${partition} at ${nextOffset}`);
    const remedy = `see docs/restore.md: is the log whole? Then polyphony rebuild ${service}.${name}`;
    return [{ about: `${service}.${name}`, what: `stands outside the log: ${firstOf(places)}`, remedy }];
  });
}

/** An aggregate whose events say more than the database knows. */
export interface Behind {
  id: string;
  /** Absent when the database does not know it at all. */
  version: number | undefined;
  /** The highest of its events. */
  sequence: number;
}

/** The database of a service is older than what it has published. */
export function aheadFinding(topic: string, behind: readonly Behind[]): Finding[] {
  if (behind.length === 0) return [];
  const each = behind.map(({ id, version, sequence }) => `${id} at ${version ?? 'nothing'}, log ${sequence}`);
  return [
    {
      about: topic,
      what: `the log is ahead of the database by ${behind.length} aggregates: ${firstOf(each)}`,
      remedy:
        'stop this service before it decides anything: docs/restore.md (or discard what somebody else has written there)',
    },
  ];
}

/** The log holds fewer events than the database has published. */
export function lostFinding(topic: string, published: bigint, records: bigint): Finding[] {
  if (records >= published) return [];
  const what = `the log has had ${records} records, the database has published ${published} events`;
  return [{ about: topic, what, remedy: 'events are lost: docs/restore.md' }];
}

function firstOf(places: readonly string[]): string {
  return places.slice(0, 5).join('; ') + (places.length > 5 ? '; …' : '');
}

/** A service that this folder does not run: a fault where it runs others, which cannot do without. */
export function notStarted(service: ServiceName, running: Running | undefined): Finding {
  const what = 'was not started from this folder';
  if (!running || Object.keys(running.services).length === 0) return { about: service, what };
  return { about: service, what: `${what}, as others were`, remedy: 'polyphony down, then polyphony up' };
}

/** The topics of the catalogue: whether each is there and has its partitions. */
export function topicFindings(prefix: string, ends: ReadonlyMap<string, LogEnd[]>): Finding[] {
  const names = topicNames(prefix);
  const missing = names.filter((topic) => !ends.has(topic));
  const odd = names.filter((topic) => ends.has(topic) && ends.get(topic)!.length !== PARTITIONS);
  const records = [...ends.values()].flat().reduce((sum, { low, high }) => sum + high - low, 0n);
  const all = `${names.length - missing.length} of ${names.length}, ${records} records`;
  return [
    missing.length > 0
      ? { about: 'topics', what: `${all}; missing: ${missing.join(', ')}`, remedy: 'polyphony topics --create' }
      : { about: 'topics', what: all },
    ...odd.map((topic) => ({
      about: 'topics',
      what: `${topic} has ${ends.get(topic)!.length} partitions, not ${PARTITIONS}`,
      remedy: 'keys would move: recreate the topic and its events',
    })),
  ];
}

/** What a service's own state says. */
export function statusFindings(status: ServiceStatus): Finding[] {
  const { service, pendingMigrations, outbox, parked, unknownEventTypes } = status;
  const age = Math.round(outbox.oldestSeconds ?? 0);
  const stuck = age > OUTBOX_SECONDS;
  return [
    pendingMigrations.length > 0
      ? { about: service, what: `migrations pending: ${pendingMigrations.join(', ')}`, remedy: 'polyphony migrate' }
      : { about: service, what: 'migrations done' },
    {
      about: service,
      what: `outbox: ${outbox.waiting} waiting${outbox.waiting > 0 ? `, the oldest for ${age} s` : ''}`,
      ...(stuck ? { remedy: 'does the relay run, does Kafka answer? See its log' } : {}),
    },
    {
      about: service,
      what: `parked events: ${parked}`,
      ...(parked > 0 ? { remedy: `polyphony parked list ${service}, then replay or discard` } : {}),
    },
    ...unknownEventTypes.map((type) => ({ about: service, what: `passed by events of the unknown type ${type}` })),
  ];
}
