import { cpus, totalmem } from 'node:os';
import { KAFKA_VERSION } from '@polyphony/engines';
import type { Duel } from './interleaved.js';
import type { Latency } from './latency/latency.bench.js';
import type { RunningSystem } from './running/running-system.js';

/** All figures of one run of the bench. */
export interface Figures {
  relay: Duel;
  besideNoOp: Duel;
  besideStock: Duel;
  intake: Duel & { rows: number };
  latency: Latency;
  running: RunningSystem;
}

/** What the page says of where its figures come from. */
export interface Origin {
  postgres: string;
  nest: string;
  kafkajs: string;
  conversations: string;
}

/** docs/benchmarks.md. */
export function benchmarksPage(figures: Figures, origin: Origin): string {
  const { relay, besideNoOp, besideStock, intake, latency, running } = figures;
  const memory = Object.entries(running.residentMiB).map(([name, size]) =>
    row(`${name}, resident after the demo`, `${size} MiB`, '≤ 200 MiB', size <= 200),
  );
  const { secondsToReady, kafka } = running;
  return `# Benchmarks

Written by \`npm run bench -- FOLDER_OF_CONVERSATIONS\`; not edited. Both sides of a ratio take turns in one run, after one
round that does not count; a ratio is the median of ${relay.runs} ratios of neighbouring runs, rates are medians. Absolute
rates say something about this machine only.

${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB ·
Node ${process.versions.node} · NestJS ${origin.nest} · kafkajs ${origin.kafkajs} · PostgreSQL ${origin.postgres} · Kafka ${KAFKA_VERSION} ·
engines on the same machine, PostgreSQL waits for the disk · ${new Date().toISOString().slice(0, 10)}

| Measured | Ours | Other side | Ratio | Target | |
| --- | --- | --- | --- | --- | --- |
${[
  duelRow('relay (outbox to acknowledged) / bare kafkajs producer, batches of 1,000', relay, 'events', 0.6),
  duelRow('batch projection / consumer that only parses', besideNoOp, 'events', 0.25),
  duelRow("our strategy / Nest's stock Kafka server, same effect", besideStock, 'events', 8),
  duelRow(
    `intake of ${intake.rows.toLocaleString('en')} responses (${origin.conversations}), HTTP to readable tally / bare endpoint that only inserts`,
    intake,
    'rows',
    0.5,
  ),
].join('\n')}

| Measured | Figure | Target | |
| --- | --- | --- | --- |
${[
  row(
    `commit to visible at ${latency.perSecond} events/s, ${latency.events.toLocaleString('en')} events`,
    `p50 ${latency.p50.toFixed(1)} ms, p99 ${latency.p99.toFixed(1)} ms`,
    'printed',
  ),
  row('start command to services ready', `${secondsToReady.toFixed(1)} s`, '≤ 30 s', secondsToReady <= 30),
  ...memory,
  row(
    `Kafka's heap (resident ${kafka.residentMiB} MiB)`,
    `limit ${kafka.heapLimit}`,
    '≤ 512 MiB',
    kafka.heapLimit === '512m',
  ),
].join('\n')}
`;
}

function duelRow(what: string, duel: Duel, unit: string, target: number): string {
  const rate = (value: number): string => `${Math.round(value).toLocaleString('en')} ${unit}/s`;
  return `| ${what} | ${rate(duel.ours)} | ${rate(duel.other)} | ${duel.ratio.toFixed(2)} | ≥ ${target} | ${mark(duel.ratio >= target)} |`;
}

function row(what: string, figure: string, target: string, met?: boolean): string {
  return `| ${what} | ${figure} | ${target} | ${met === undefined ? '' : mark(met)} |`;
}

function mark(met: boolean): string {
  return met ? 'met' : '**missed**';
}
