import { Refused, type Api, type Versioned } from '../api/api.js';
import type { DemoCountry } from './countries.js';
import { editsFor, forbiddenEdit } from './edits.js';
import { DROPPED_CORE } from './method.js';
import type { DemoAssembly } from './population.js';
import type { Stage } from './stage.js';

const ADAPTATIONS = '/v1/adaptations';

/** One assembly with what its adaptation needs to know. */
export interface Adapting {
  assembly: DemoAssembly;
  country: DemoCountry;
  hostId: string;
  /** A partner of another organisation. */
  reviewerId: string;
  methodologyVersionId: string;
}

/** Adapts the method for one assembly, up to the approval. @returns the adaptation's id */
export async function adapt(stage: Stage, { assembly, country, ...by }: Adapting): Promise<string> {
  const host = stage.fellow(by.hostId);
  const drafted = await host.create<Versioned>('methodology', ADAPTATIONS, `adaptation-${assembly.number}`, {
    methodologyVersionId: by.methodologyVersionId,
    partnerId: by.hostId,
    languages: country.languages,
  });
  const edits = editsFor(assembly, country);
  const revise = (on: Versioned, all: object[]): Promise<Versioned> =>
    host.command('methodology', `${ADAPTATIONS}/:id/revisions`, on, { edits: all });
  const toRevise = assembly.refusedFirst
    ? await submitInVain(host, await revise(drafted, [...edits, forbiddenEdit()]), edits.length, stage)
    : drafted;
  const revised = edits.length > 0 || assembly.refusedFirst ? await revise(toRevise, edits) : toRevise;
  const submitted = await host.command<Versioned>('methodology', `${ADAPTATIONS}/:id/submission`, revised);
  await stage.reviewer(by.reviewerId).command('methodology', `${ADAPTATIONS}/:id/approval`, submitted, {});
  return drafted.id;
}

/**
 * Submits an adaptation that lacks a core question, which must be refused by name.
 * @throws Error when it is not
 */
async function submitInVain(host: Api, revised: Versioned, at: number, stage: Stage): Promise<Versioned> {
  try {
    await host.command('methodology', `${ADAPTATIONS}/:id/submission`, revised);
  } catch (error) {
    // A demo that was interrupted here has gone on since, so that the old state is stale.
    if (!(error instanceof Refused) || ![412, 422].includes(error.status)) throw error;
    const named = error.errors.find(({ pointer }) => pointer?.startsWith(`/edits/${at}`));
    if (error.status === 422 && !named) throw error;
    stage.tell(`an adaptation without ${DROPPED_CORE} was refused (${error.code}) and is submitted again whole`);
    return revised;
  }
  throw new Error(`An adaptation without the core question ${DROPPED_CORE} was not refused.`);
}
