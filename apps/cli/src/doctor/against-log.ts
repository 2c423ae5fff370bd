import { CATALOGUE } from '@polyphony/contracts';
import { databaseUrl, schemaOf, withClient } from '@polyphony/engines';
import { logEnds, readLog } from '@polyphony/messaging';
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
  return withClient(databaseUrl(engines.databaseUrl, config.database).href, async (client) => {
    const findings: Finding[] = [];
    for (const { topic } of CATALOGUE.filter(({ kind }) => kind === 'events')) {
      const table = tableOf(topic);
      const stored = await storedOf(client, topic, table);
      // In this order: what is published in between only makes the log longer, and it was committed before.
      const ends = (await logEnds(kafka, [config.topicPrefix + topic])).get(config.topicPrefix + topic) ?? [];
      const records = ends.reduce((sum, { high }) => sum + high, 0n);
      const since = new Date(Math.max(0, (stored.newest?.getTime() ?? 0) - MARGIN_MS));
      const sequences = await sequencesSince(() => readLog(kafka, config.topicPrefix + topic, since));
      const behind = await behindOf(client, table, sequences);
      findings.push(...lostFinding(topic, stored.published, records), ...aheadFinding(topic, behind));
    }
    return findings;
  });
}

/** The table of the aggregate whose events stand on a topic. */
function tableOf(topic: string): string {
  const [service, aggregate] = topic.split('.') as [string, string];
  return `${schemaOf(service)}.${aggregate.replaceAll('-', '_')}`;
}

async function storedOf(client: Client, topic: string, table: string): Promise<Stored> {
  const schema = table.split('.')[0];
  const { rows } = await client.query<{ published: string; newest: Date | null }>(
    `SELECT (SELECT coalesce(sum(version), 0) FROM ${table}) - (SELECT count(*) FROM ${schema}.outbox WHERE topic = $1)
              AS published,
            (SELECT max(at) FROM ${schema}.command_log) AS newest`,
    [topic],
  );
  return { published: BigInt(rows[0]!.published), newest: rows[0]!.newest };
}

async function sequencesSince(read: () => ReturnType<typeof readLog>): Promise<Map<string, number>> {
  const highest = new Map<string, number>();
  for (const { key, headers } of await read()) {
    const sequence = Number(headers['ce_sequence']);
    if (key !== null) highest.set(key, Math.max(sequence, highest.get(key) ?? 0));
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
