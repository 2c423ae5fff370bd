import { CATALOGUE, SERVICES } from '@polyphony/contracts';
import { databaseUrl, schemaOf, withClient } from '@polyphony/engines';
import { logEnds, readLog, type LogRecord } from '@polyphony/messaging';
import { isUUID } from 'class-validator';
import type { Client } from 'pg';
import type { CliConfig } from '../config.js';
import type { EngineAddresses } from '../platform/service-program.js';
import { kafkaOf } from '../platform/topics.js';
import { aheadFinding, lostFinding, type Behind, type Finding } from './findings.js';

/** Clocks differ, and an event is published after its commit. */
const MARGIN_MS = 60_000;

interface Stored {
  /** Events that the aggregates' versions count, and that no longer wait in the outbox. */
  published: bigint;
  /** When the database last changed by a command. */
  newest: Date | null;
}

/**
 * Compares what each service has stored with what stands on its topics, which differ when one of them was restored. Of the
 * log only what is younger than the database is read.
 */
export async function compareWithLog(config: CliConfig, engines: EngineAddresses): Promise<Finding[]> {
  const kafka = kafkaOf(config, engines.brokers);
  const topics = CATALOGUE.filter(({ kind }) => kind === 'events').map(({ topic }) => topic);
  return withClient(databaseUrl(engines.databaseUrl, config.database).href, async (client) => {
    const stored = new Map<string, Stored>();
    for (const topic of topics) stored.set(topic, await storedOf(client, topic));
    // In this order: what is published in between only makes the log longer, and it was committed before.
    const ends = await logEnds(
      kafka,
      topics.map((topic) => config.topicPrefix + topic),
    );
    const findings: Finding[] = [];
    for (const [topic, { published, newest }] of stored) {
      const name = config.topicPrefix + topic;
      const length = (ends.get(name) ?? []).reduce((sum, { high }) => sum + high, 0n);
      findings.push(...lostFinding(topic, published, length));
      if (!ends.has(name)) continue; // a topic that is missing has no log to read
      const since = new Date(Math.max(0, (newest?.getTime() ?? 0) - MARGIN_MS));
      const discarded = await discardedOf(client, topic);
      const records = (await readLog(kafka, name, since)).filter((record) => !discarded.has(placeOf(record)));
      const behind = await behindOf(client, tableOf(topic), sequencesOf(records));
      findings.push(...aheadFinding(topic, behind));
    }
    return findings;
  });
}

/** The table of the aggregate whose events stand on a topic. */
function tableOf(topic: string): string {
  const [service, aggregate] = topic.split('.') as [string, string];
  return `${schemaOf(service)}.${aggregate.replaceAll('-', '_')}`;
}

async function storedOf(client: Client, topic: string): Promise<Stored> {
  const table = tableOf(topic);
  const schema = table.split('.')[0];
  const { rows } = await client.query<{ published: string; newest: Date | null }>(
    `SELECT (SELECT coalesce(sum(version), 0) FROM ${table}) - (SELECT count(*) FROM ${schema}.outbox WHERE topic = $1)
              AS published,
            (SELECT max(at) FROM ${schema}.command_log) AS newest`,
    [topic],
  );
  return { published: BigInt(rows[0]!.published), newest: rows[0]!.newest };
}

const placeOf = ({ partition, offset }: { partition: number; offset: bigint | string }) => `${partition}/${offset}`;

/** Where records stand of which a person has said, for any consumer, that they are none to apply. */
async function discardedOf(client: Client, topic: string): Promise<Set<string>> {
  const discarded = SERVICES.map(
    (service) =>
      `SELECT partition, message_offset AS offset FROM ${schemaOf(service)}.discarded_event WHERE topic = $1`,
  );
  const { rows } = await client.query<{ partition: number; offset: string }>(discarded.join(' UNION '), [topic]);
  return new Set(rows.map(placeOf));
}

/** The highest version of each aggregate that these records tell of; a record that names none is no event of ours. */
function sequencesOf(records: readonly LogRecord[]): Map<string, number> {
  const highest = new Map<string, number>();
  for (const { key, headers } of records) {
    const sequence = Number(headers['ce_sequence']);
    if (isUUID(key) && Number.isSafeInteger(sequence)) highest.set(key!, Math.max(sequence, highest.get(key!) ?? 0));
  }
  return highest;
}

async function behindOf(client: Client, table: string, sequences: Map<string, number>): Promise<Behind[]> {
  const { rows } = await client.query<{ id: string; version: number }>(
    `SELECT id::text, version FROM ${table} WHERE id = ANY($1::uuid[])`,
    [[...sequences.keys()]],
  );
  const versions = new Map(rows.map(({ id, version }) => [id, version]));
  return [...sequences].flatMap(([id, sequence]) => {
    const version = versions.get(id);
    return sequence > (version ?? 0) ? [{ id, version, sequence }] : [];
  });
}
