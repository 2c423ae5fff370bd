import { createHash } from 'node:crypto';

/** One response as it came, unchecked: unit kind, unit id, question id, code, time point, answered at. */
export type ResponseRow = readonly [
  unitKind: unknown,
  unitId: unknown,
  questionId: unknown,
  code: unknown,
  timePoint: unknown,
  answeredAt: unknown,
];

/** A submission as it was sent. */
export interface SubmissionDocument {
  submissionId: string;
  revision: number;
  rows: ResponseRow[];
}

/** The fields of a response; whatever else stands in it is neither counted nor kept. */
export function rowOf(response: unknown): ResponseRow {
  const { unitKind, unitId, questionId, code, timePoint, answeredAt } = (response ?? {}) as Record<string, unknown>;
  return [unitKind, unitId, questionId, code, timePoint, answeredAt];
}

/** Rows as text, for the quarantine and for telling one content from another. */
export function textOf(rows: readonly ResponseRow[]): string {
  return JSON.stringify(rows);
}

/** What two sendings of one revision must have in common. */
export function contentHash(rows: readonly ResponseRow[]): string {
  return createHash('sha256').update(textOf(rows)).digest('base64url');
}
