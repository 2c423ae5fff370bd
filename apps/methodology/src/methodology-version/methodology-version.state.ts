import { MethodologyVersionState } from '@polyphony/contracts';
import type { EntityManager } from 'typeorm';
import { methodologyVersionById } from './methodology-version.queries.js';

/** What everybody may know of a version: of a draft only that it is there. */
export async function methodologyVersionState(tx: EntityManager, id: string): Promise<MethodologyVersionState> {
  const { methodology, semver, status, draftedAt, publishedAt, title, sourceLanguage, content, changes } =
    await methodologyVersionById(tx, id);
  const head = { methodologyVersionId: id, methodology, semver, status, draftedAt };
  if (publishedAt === null) return new MethodologyVersionState(head);
  const { modules, extensionSlots } = content;
  const questions = content.questions.map(({ moduleId, policies, ...question }) => ({ moduleId, question, policies }));
  return new MethodologyVersionState({
    ...head,
    publishedAt,
    content: { title, sourceLanguage, modules, questions, extensionSlots, changes },
  });
}
