import { logEnds, readLog } from '@polyphony/messaging';
import { eventually } from '@polyphony/testing';
import type { FaultWorld } from './fault-world.js';
import type { PartnerLoad } from './partner-load.js';

/** What {@link audit} found; a healthy backbone gives empty lists. */
export interface Findings {
  unexpectedAnswers: string[];
  acknowledgedButNotPublished: string[];
  publishedButNotCommitted: string[];
  outOfOrder: string[];
  ledgerDiffers: string[];
  copyDiffers: string[];
  parked: number;
}

export const ALL_IS_WELL: Findings = {
  unexpectedAnswers: [],
  acknowledgedButNotPublished: [],
  publishedButNotCommitted: [],
  outOfOrder: [],
  ledgerDiffers: [],
  copyDiffers: [],
  parked: 0,
};

const TOPIC = 'partner-registry.partner';
/** Whether scheduling must think that a partner is active after this event. */
const ACTIVE_AFTER: Record<string, boolean | null> = {
  'partner.registered.v1': null,
  'partner.activated.v1': true,
  'partner.suspended.v1': false,
  'partner.reinstated.v1': true,
};
/** Those whose projections are compared with the log: nothing is compared before both have read all of it. */
const CONSUMERS = [
  { service: 'probe', name: 'ledger' },
  { service: 'assembly-scheduling', name: 'host-partner' },
] as const;

/**
 * Waits until everything is published and applied (or two minutes have passed), then compares what was acknowledged,
 * committed, published and applied, event by event.
 */
export async function audit(world: FaultWorld, load: PartnerLoad): Promise<Findings> {
  expect(load.acknowledged.length).toBeGreaterThan(100); // or nothing was at risk
  const committed = async () =>
    new Set(
      (
        await world.query<{ change: string }>(
          'partner-registry',
          `SELECT aggregate_id || '#' || version AS change FROM command_log`,
        )
      ).map((row) => row.change),
    );
  const kafka = { brokers: world.kafka.brokers, clientId: 'audit' };
  const settled = async (): Promise<void> => {
    expect(await world.query('partner-registry', 'SELECT 1 FROM outbox LIMIT 1')).toEqual([]);
    const ends = ((await logEnds(kafka, [TOPIC])).get(TOPIC) ?? []).filter(({ high }) => high > 0n);
    for (const consumer of CONSUMERS)
      expect(await positionsOf(world, consumer)).toMatchObject(
        Object.fromEntries(ends.map(({ partition, high }) => [partition, `${high}`])),
      );
  };
  // What does not settle is a finding, told below by name.
  await eventually(settled, { timeoutMs: 120_000 }).catch(() => undefined);
  const changes = await committed();
  const log = await readLog(kafka, TOPIC);
  const published = new Set<string>();
  const last = new Map<string, number>();
  const status = new Map<string, string>();
  const outOfOrder: string[] = [];
  for (const { key, headers } of log) {
    const sequence = Number(headers['ce_sequence']);
    published.add(`${key}#${sequence}`);
    const before = last.get(key!) ?? 0;
    if (sequence > before + 1) outOfOrder.push(`${key}#${sequence} after ${before}`);
    if (sequence <= before) continue;
    last.set(key!, sequence);
    status.set(key!, headers['ce_type']!);
  }
  const trails = await world.query<{ partner_id: string; trail: string }>(
    'probe',
    'SELECT partner_id, trail FROM ledger',
  );
  const ledger = new Map(trails.map((row) => [row.partner_id, row.trail]));
  const copies = await world.query<{ partner_id: string; active: boolean | null }>(
    'assembly-scheduling',
    'SELECT partner_id, active FROM host_partner',
  );
  const active = new Map(copies.map((row) => [row.partner_id, row.active]));
  const parked = await Promise.all(CONSUMERS.map(({ service }) => world.query(service, 'SELECT 1 FROM parked_event')));
  return {
    unexpectedAnswers: load.unexpected,
    acknowledgedButNotPublished: load.acknowledged
      .map(({ partnerId, version }) => `${partnerId}#${version}`)
      .filter((change) => !published.has(change)),
    publishedButNotCommitted: [...published].filter((change) => !changes.has(change)),
    outOfOrder,
    ledgerDiffers: [...last]
      .filter(([id, count]) => ledger.get(id) !== Array.from({ length: count }, (_, index) => index + 1).join(','))
      .map(([id, count]) => `${id}: ${ledger.get(id)} instead of 1 to ${count}`),
    copyDiffers: [...last]
      .filter(([id]) => active.get(id) !== ACTIVE_AFTER[status.get(id)!])
      .map(([id]) => `${id}: active ${active.get(id)} after ${status.get(id)}`),
    parked: parked.flat().length,
  };
}

/** Next offset by partition. */
async function positionsOf(
  world: FaultWorld,
  { service, name }: (typeof CONSUMERS)[number],
): Promise<Record<string, string>> {
  const rows = await world.query<{ partition: number; next_offset: string }>(
    service,
    'SELECT partition, next_offset FROM consumer_position WHERE consumer = $1 AND topic = $2',
    [name, TOPIC],
  );
  return Object.fromEntries(rows.map((row) => [row.partition, row.next_offset]));
}
