import { Injectable } from '@nestjs/common';
import { Commands, DomainError, type Command, type CommandTransaction } from '@polyphony/service-kit';
import { v7 as uuid } from 'uuid';
import { keepInQuarantine, lockAssembly, shareCopies } from '../quarantine/quarantine.js';
import { questionnaireOf, type Known } from '../questionnaire/questionnaire.js';
import { Questionnaires } from '../questionnaire/questionnaires.js';
import { countRows } from './count-rows.js';
import { judge } from './judge.js';
import { contentHash, type SubmissionDocument } from './response-row.js';
import { Submission } from './submission.js';
import { earlierReceipt, viewOf, type SubmissionView } from './submission.queries.js';

@Injectable()
export class SubmissionService {
  constructor(
    private readonly commands: Commands,
    private readonly questionnaires: Questionnaires,
  ) {}

  /** Judges, keeps and counts the rows in one transaction: a tally that is read after the answer includes them. */
  async receive(assemblyId: string, document: SubmissionDocument, command: Command): Promise<SubmissionView> {
    const { submissionId, revision, rows } = document;
    const hash = contentHash(rows);
    const started = await this.questionnaires.of(assemblyId);
    return this.commands.run(command, async (tx) => {
      const known = started ?? (await lookAgain(tx, assemblyId));
      await lockAssembly(tx.manager, assemblyId);
      const earlier = await earlierReceipt(tx.manager, assemblyId, submissionId, revision);
      if (earlier) {
        earlier.requireSameContent(hash);
        return viewOf(earlier);
      }
      if (known === 'cancelled')
        throw new DomainError('conflict', 'assembly-cancelled', 'This assembly does not take place');
      const verdict = known === 'waiting' ? undefined : judge(rows, known, tx.now);
      const [submission, event] = Submission.receive(
        uuid(),
        { assemblyId, submissionId, revision, contentHash: hash, rows: rows.length },
        verdict && known !== 'waiting' ? { adaptationId: known.adaptationId, rejections: verdict.rejected } : undefined,
        tx.now,
      );
      if (verdict) await countRows(tx.manager, submission, verdict.accepted);
      else await keepInQuarantine(tx.manager, submission.id, rows);
      await tx.store(submission, event);
      return viewOf(submission);
    });
  }
}

/** Under the lock that keeps the copies as they are, so that what waits is seen by the event that it waits for. */
async function lookAgain(tx: CommandTransaction, assemblyId: string): Promise<Known> {
  await shareCopies(tx.manager);
  return questionnaireOf(tx.manager, assemblyId);
}
