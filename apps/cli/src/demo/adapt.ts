import { keyed, on, Refused, viewOf, type Versioned } from '@polyphony/client';
import type { Api } from '../api/api.js';
import type { DemoCountry } from './countries.js';
import { editsFor, forbiddenEdit, type Edit } from './edits.js';
import { DROPPED_CORE } from './method.js';
import type { DemoAssembly } from './population.js';
import type { Stage } from './stage.js';

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
  const { methodologyVersionId, hostId: partnerId } = by;
  const drafted = await viewOf(
    host.methodology.POST('/v1/adaptations', {
      params: keyed(`adaptation-${assembly.number}`),
      body: { methodologyVersionId, partnerId, languages: country.languages },
    }),
  );
  const edits = editsFor(assembly, country);
  const revise = (adaptation: Versioned, all: Edit[]): Promise<Versioned> =>
    viewOf(host.methodology.POST('/v1/adaptations/{id}/revisions', { params: on(adaptation), body: { edits: all } }));
  const toRevise = assembly.refusedFirst
    ? await submitInVain(host, await revise(drafted, [...edits, forbiddenEdit()]), edits.length, stage)
    : drafted;
  const revised = edits.length > 0 || assembly.refusedFirst ? await revise(toRevise, edits) : toRevise;
  const submitted = await submit(host, revised);
  const { methodology } = stage.reviewer(by.reviewerId);
  await viewOf(methodology.POST('/v1/adaptations/{id}/approval', { params: on(submitted), body: {} }));
  return drafted.id;
}

function submit(host: Api, revised: Versioned): Promise<Versioned> {
  return viewOf(host.methodology.POST('/v1/adaptations/{id}/submission', { params: on(revised) }));
}

/**
 * Submits an adaptation that lacks a core question, which must be refused by name.
 * @throws Error when it is not
 */
async function submitInVain(host: Api, revised: Versioned, at: number, stage: Stage): Promise<Versioned> {
  try {
    await submit(host, revised);
  } catch (error) {
    // A demo that was interrupted here has gone on since, so that the old state is stale.
    if (!(error instanceof Refused) || ![412, 422].includes(error.status)) throw error;
    const named = error.errors.find(({ pointer }) => pointer.startsWith(`/edits/${at}`));
    if (error.status === 422 && !named) throw error;
    stage.tell(`an adaptation without ${DROPPED_CORE} was refused (${error.code}) and is submitted again whole`);
    return revised;
  }
  throw new Error(`An adaptation without the core question ${DROPPED_CORE} was not refused.`);
}
