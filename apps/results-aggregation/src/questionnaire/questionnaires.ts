import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { questionnaireOf, type Questionnaire } from './questionnaire.js';

/** How many assemblies' questions stay in memory; a questionnaire of 300 questions takes about 150 KB. */
const KEPT = 200;

/** The questionnaires of assemblies that have started, kept in memory as they never change. */
@Injectable()
export class Questionnaires {
  private readonly kept = new Map<string, Questionnaire>();

  constructor(private readonly dataSource: DataSource) {}

  /** @returns undefined while something is not known yet, and for a cancelled assembly */
  async of(assemblyId: string): Promise<Questionnaire | undefined> {
    const kept = this.kept.get(assemblyId);
    if (kept) return kept;
    // Outside of the command's transaction: what is kept must have been committed.
    const known = await questionnaireOf(this.dataSource.manager, assemblyId);
    if (typeof known === 'string') return undefined;
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(assemblyId, known);
    return known;
  }
}
