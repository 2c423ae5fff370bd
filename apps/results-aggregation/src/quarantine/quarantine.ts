import { appendToOutbox } from '@polyphony/messaging';
import type { Pseudonyms } from '@polyphony/service-kit';
import type { EntityManager } from 'typeorm';
import { placeOf } from '../assembly/assembly.js';
import { questionnaireOf, type Known } from '../questionnaire/questionnaire.js';
import { keepAnswers } from '../submission/keep-answers.js';
import { judge, type RowRefusal } from '../submission/judge.js';
import { textOf, type ResponseRow } from '../submission/response-row.js';
import { Submission } from '../submission/submission.js';

/**
 * Whoever puts rows into quarantine shares the copies, so that no consumer changes them between the look and the
 * quarantine; otherwise rows could wait for an event that has just been handled.
 */
const COPIES = `hashtextextended('results-aggregation.copies', 0)`;

/** Until the end of the transaction no copy changes. */
export async function shareCopies(tx: EntityManager): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock_shared(${COPIES})`);
}

/** Keeps rows until their assembly, its adaptation and the version of the method are known. The caller shares the copies. */
export async function keepInQuarantine(tx: EntityManager, receiptId: string, rows: ResponseRow[]): Promise<void> {
  await tx.query('INSERT INTO quarantine (receipt_id, responses) VALUES ($1, $2)', [receiptId, textOf(rows)]);
}

/**
 * Changes copies of others' facts, and judges and counts the rows that waited for them, in the consumer's transaction. A
 * rebuild finds nothing waiting that was released before, so it counts nothing twice.
 */
export async function changeCopies(
  tx: EntityManager,
  { own: actor }: Pseudonyms,
  change: () => Promise<unknown>,
): Promise<void> {
  const by = { actor, at: new Date() };
  await tx.query(`SELECT pg_advisory_xact_lock(${COPIES})`);
  await change();
  for (const { assemblyId, receiptIds } of await waiting(tx)) {
    const known = await questionnaireOf(tx, assemblyId);
    for (const receiptId of receiptIds) await release(tx, receiptId, known, by);
  }
}

/** Assemblies whose rows need not wait any longer. */
function waiting(tx: EntityManager): Promise<{ assemblyId: string; receiptIds: string[] }[]> {
  return tx.query(
    `SELECT assembly_id AS "assemblyId", array_agg(submission.id ORDER BY submission.id) AS "receiptIds"
     FROM quarantine
     JOIN submission ON submission.id = quarantine.receipt_id
     JOIN assembly USING (assembly_id)
     WHERE assembly.state = 'cancelled'
        OR assembly.state <> 'proposed' AND EXISTS (
             SELECT 1 FROM adaptation JOIN methodology_version USING (methodology_version_id)
             WHERE adaptation.adaptation_id = assembly.adaptation_id)
     GROUP BY assembly_id`,
  );
}

/** Who releases rows, and when. */
interface By {
  actor: string;
  at: Date;
}

async function release(tx: EntityManager, receiptId: string, known: Known, by: By): Promise<void> {
  if (known === 'waiting') return;
  const submission = await tx.findOneByOrFail(Submission, { id: receiptId });
  const kept: { responses: string }[] = await tx.query('SELECT responses FROM quarantine WHERE receipt_id = $1', [
    receiptId,
  ]);
  const rows = kept.flatMap(({ responses }) => JSON.parse(responses) as ResponseRow[]);
  const refuseAll = (code: RowRefusal): Promise<void> => {
    const rejections = rows.map((_, index) => ({ index, code }));
    return store(tx, submission, submission.release({ adaptationId: null, rejections }, by.at), by);
  };
  if (known === 'cancelled') return refuseAll('assembly-cancelled');
  if (await isForeign(tx, submission)) return refuseAll('partner-not-host');
  const { accepted, rejected } = judge(rows, known, submission.receivedAt);
  await keepAnswers(tx, submission.id, accepted);
  const event = submission.release({ adaptationId: known.adaptationId, rejections: rejected }, by.at);
  await store(tx, submission, event, by);
}

/** Whether another partner than the host sent it, which nobody knew when it came. */
async function isForeign(tx: EntityManager, { assemblyId, senderPartnerId }: Submission): Promise<boolean> {
  return senderPartnerId !== null && senderPartnerId !== (await placeOf(tx, assemblyId))?.partnerId;
}

async function store(tx: EntityManager, submission: Submission, event: object, { actor, at }: By): Promise<void> {
  submission.version += 1;
  await tx.save(submission);
  await appendToOutbox(tx, event, submission, at, { actor });
  await tx.query('DELETE FROM quarantine WHERE receipt_id = $1', [submission.id]);
}
