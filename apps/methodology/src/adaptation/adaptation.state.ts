import { AdaptationState } from '@polyphony/contracts';
import type { EntityManager } from 'typeorm';
import { adaptationById } from './adaptation.queries.js';
import { localQuestionsOf } from './edit.js';

/** What everybody may know of an adaptation: how it asks once it is approved, and no word of who judged it. */
export async function adaptationState(tx: EntityManager, id: string): Promise<AdaptationState> {
  const adaptation = await adaptationById(tx, id);
  const { methodologyVersionId, partnerId, languages, status, review, draftedAt } = adaptation;
  const asked = { questions: adaptation.diff.questions, localQuestions: localQuestionsOf(adaptation.edits) };
  return new AdaptationState({
    adaptationId: id,
    methodologyVersionId,
    partnerId,
    languages,
    status,
    number: adaptation.number ?? undefined,
    draftedAt,
    submittedAt: adaptation.submittedAt ?? undefined,
    reviewedAt: review?.reviewedAt,
    rejectionReason: review?.reason ?? undefined,
    ...(status === 'approved' ? asked : {}),
  });
}
