import { SERVICES } from '@polyphony/contracts';
import type { Fuzzed } from './schemathesis.js';

/** What came of one service that was asked in one role. */
export type Row = Pick<Fuzzed, 'operations' | 'requests' | 'accepted' | 'failures'> & { service: string; role: string };

const HEAD = ['service', 'role', 'operations', 'requests', 'accepted', 'failures'];

/** One line for each service and role, and the sum of all. */
export function tableOf(rows: readonly Row[]): string {
  const inOrder = SERVICES.flatMap((service) => rows.filter((row) => row.service === service));
  const sum = (figure: 'operations' | 'requests' | 'accepted' | 'failures'): number =>
    rows.reduce((total, row) => total + row[figure], 0);
  const lines = [
    HEAD,
    ...inOrder.map((row) => [row.service, row.role, row.operations, row.requests, row.accepted, row.failures]),
    ['all', '', sum('operations'), sum('requests'), sum('accepted'), sum('failures')],
  ].map((line) => line.map(String));
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) => line.map((cell, at) => (at < 2 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '))
    .join('\n');
}
