import { Injectable } from '@nestjs/common';
import {
  Commands,
  DomainError,
  mayActFor,
  together,
  type Command,
  type CommandTransaction,
} from '@polyphony/service-kit';
import { v7 as uuid } from 'uuid';
import { placeOf } from '../assembly/assembly.js';
import { keepInQuarantine, shareCopies } from '../quarantine/quarantine.js';
import { questionnaireOf, type Known, type Questionnaire } from '../questionnaire/questionnaire.js';
import { Questionnaires } from '../questionnaire/questionnaires.js';
import { judge, ROW_REFUSALS } from './judge.js';
import { keepAnswers } from './keep-answers.js';
import { contentHash, type SubmissionDocument } from './response-row.js';
import { Submission } from './submission.js';
import { cameBefore, viewOf, type SubmissionView } from './submission.queries.js';

@Injectable()
export class SubmissionService {
  constructor(
    private readonly commands: Commands,
    private readonly questionnaires: Questionnaires,
  ) {}

  /** Judges and keeps the rows in one transaction: a tally that is read after the answer includes them. */
  async receive(assemblyId: string, document: SubmissionDocument, command: Command): Promise<SubmissionView> {
    const hash = contentHash(document.rows);
    const started = await this.questionnaires.of(assemblyId);
    try {
      return await this.commands.run(command, (tx) => keep(tx, assemblyId, document, hash, started));
    } catch (error) {
      // Looked up only now: a first sending, which is nearly every one, need not ask for a receipt that is not there.
      if (!cameBefore(error)) throw error;
      return this.commands.run(command, (tx) => answerAgain(tx, assemblyId, document, hash, started));
    }
  }
}

async function keep(
  tx: CommandTransaction,
  assemblyId: string,
  document: SubmissionDocument,
  hash: string,
  started: Questionnaire | undefined,
): Promise<SubmissionView> {
  const known = started ?? (await lookAgain(tx, assemblyId));
  await requireHost(tx, assemblyId, started);
  if (known === 'cancelled') return answerAgain(tx, assemblyId, document, hash, started);
  const { submissionId, revision, rows } = document;
  const { role, partnerId } = tx.actor;
  const senderPartnerId = role === 'fellow' ? partnerId! : null;
  const arrival = { assemblyId, submissionId, revision, contentHash: hash, rows: rows.length, senderPartnerId };
  if (known === 'waiting') {
    const [submission, event] = Submission.receive(uuid(), arrival, undefined, tx.now);
    await tx.store(submission, event);
    await keepInQuarantine(tx.manager, submission.id, rows);
    return viewOf(submission);
  }
  const { accepted, rejected } = judge(rows, known, tx.now);
  const judgement = { adaptationId: known.adaptationId, rejections: rejected };
  const [submission, event] = Submission.receive(uuid(), arrival, judgement, tx.now);
  await together(tx.store(submission, event), keepAnswers(tx.manager, submission.id, accepted));
  return viewOf(submission);
}

/** What became of this revision, which has come before; of one that has not come when its assembly was cancelled, nothing does. */
async function answerAgain(
  tx: CommandTransaction,
  assemblyId: string,
  { submissionId, revision }: SubmissionDocument,
  hash: string,
  started: Questionnaire | undefined,
): Promise<SubmissionView> {
  await requireHost(tx, assemblyId, started);
  const earlier = await tx.manager.findOneBy(Submission, { assemblyId, submissionId, revision });
  if (!earlier) throw new DomainError('conflict', 'assembly-cancelled', 'This assembly does not take place');
  earlier.requireSameContent(hash);
  return viewOf(earlier);
}

/** Under the lock that keeps the copies as they are, so that what waits is seen by the event that it waits for. */
async function lookAgain(tx: CommandTransaction, assemblyId: string): Promise<Known> {
  await shareCopies(tx.manager);
  return questionnaireOf(tx.manager, assemblyId);
}

/**
 * For an assembly that no event has told of, the rows wait, and are rejected if its host turns out to be another.
 * @throws {DomainError} forbidden for a fellow of another partner
 */
async function requireHost(
  tx: CommandTransaction,
  assemblyId: string,
  started: Questionnaire | undefined,
): Promise<void> {
  if (tx.actor.role !== 'fellow') return;
  const host = started ?? (await placeOf(tx.manager, assemblyId));
  if (host && !mayActFor(tx.actor, host.partnerId))
    throw new DomainError('forbidden', 'partner-not-host', ROW_REFUSALS['partner-not-host']);
}
