import { keyed, on, viewOf, type Schema, type Versioned } from '@polyphony/client';
import type { Api } from '../api/api.js';
import { questionOf } from './compare.js';
import type { Organisers } from './organiser.js';
import { VOTE_CODES, type Conversation } from './polis.js';

const ZONE = 'Pacific/Auckland';
const DAY_MS = 86_400_000;
const MODULE = 'statements';

/** An assembly that is over: its answers can be sent. */
export type HeldAssembly = Pick<Schema<'assembly-scheduling', 'AssemblyView'>, 'id' | 'partnerId'>;

/** From the statements to an assembly that is over. */
export async function convene(api: Api, by: Organisers, conversation: Conversation): Promise<HeldAssembly> {
  const coordinator = api.as({ id: 'replay', role: 'network-coordinator' });
  const host = api.as({ id: 'replay-host', role: 'fellow', partnerId: by.hostId });
  const steward = api.as({ id: 'replay-steward', role: 'methodology-steward' });
  const reviewer = api.as({ id: 'replay-reviewer', role: 'reviewer', partnerId: by.reviewerId });
  const method = await publishMethod(steward, conversation);
  const adaptation = await approveAsItIs(host, reviewer, method.id, by.hostId, conversation.name);
  const { first, last } = period(conversation);
  const convened = {
    coalitionId: by.coalitionId,
    subject: conversation.topic,
    addressee: 'The public, as open data',
    opensOn: day(first - DAY_MS),
    closesOn: day(last + DAY_MS),
    methodologyVersionId: method.id,
  };
  const wave = await viewOf(
    coordinator.scheduling.POST('/v1/waves', { params: keyed(`wave-${conversation.name}`), body: convened }),
  );
  return holdAssembly(host, wave.id, by.hostId, adaptation.id, conversation);
}

/** The family of the method, one for every conversation and run: a published version is never overwritten. */
export function familyOf({ run }: Api, { name }: Conversation): string {
  return `polis-${name}-${run}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/** One session of an hour at the time of the first vote, over with the last. */
async function holdAssembly(
  { scheduling }: Api,
  waveId: string,
  partnerId: string,
  adaptationId: string,
  conversation: Conversation,
): Promise<HeldAssembly> {
  const { first, last } = period(conversation);
  const proposal = { waveId, partnerId, title: conversation.topic, locallyInitiated: true };
  const proposed = await viewOf(
    scheduling.POST('/v1/assemblies', { params: keyed(`assembly-${conversation.name}`), body: proposal }),
  );
  const adapted = await viewOf(
    scheduling.POST('/v1/assemblies/{id}/adaptation', { params: on(proposed), body: { adaptationId } }),
  );
  const sessions = [{ localStart: `${day(first)}T12:00`, zone: ZONE, durationMinutes: 60 }];
  const scheduled = await viewOf(
    scheduling.POST('/v1/assemblies/{id}/schedule', { params: on(adapted), body: { sessions } }),
  );
  const start = { startedAt: new Date(first).toISOString() };
  const started = await viewOf(scheduling.POST('/v1/assemblies/{id}/start', { params: on(scheduled), body: start }));
  const { voters } = conversation.published;
  const attendance = { invited: voters, confirmed: voters, attended: voters };
  const end = { concludedAt: new Date(last).toISOString(), attendance };
  return viewOf(scheduling.POST('/v1/assemblies/{id}/conclusion', { params: on(started), body: end }));
}

/** A method of one module whose questions are the statements. */
async function publishMethod(api: Api, conversation: Conversation): Promise<Versioned> {
  const { name, topic, statements } = conversation;
  const labels = { agree: 'Agree', disagree: 'Disagree', pass: 'Pass / unsure' };
  const questions = [...statements].map(([id, wording]) => ({
    questionId: questionOf(id),
    moduleId: MODULE,
    concept: `statement ${id} of ${name}`,
    wording,
    core: false,
    unitKind: 'participant' as const,
    timePoints: ['once' as const],
    codes: VOTE_CODES.map((code) => ({ code, kind: 'answer' as const, label: labels[code] })),
  }));
  const body = {
    methodology: familyOf(api, conversation),
    semver: '1.0.0',
    title: topic,
    sourceLanguage: 'en',
    content: {
      modules: [{ moduleId: MODULE, kind: 'voting' as const, title: topic }],
      questions,
      extensionSlots: [],
    },
  };
  const draft = await viewOf(
    api.methodology.POST('/v1/methodology-versions', { params: keyed(`method-${name}`), body }),
  );
  return viewOf(api.methodology.POST('/v1/methodology-versions/{id}/publication', { params: on(draft) }));
}

/** An adaptation without any change, submitted by the host and approved by the other organisation. */
async function approveAsItIs(
  host: Api,
  reviewer: Api,
  methodologyVersionId: string,
  partnerId: string,
  name: string,
): Promise<Versioned> {
  const { methodology } = host;
  const body = { methodologyVersionId, partnerId, languages: ['en'] };
  const drafted = await viewOf(methodology.POST('/v1/adaptations', { params: keyed(`adaptation-${name}`), body }));
  const submitted = await viewOf(methodology.POST('/v1/adaptations/{id}/submission', { params: on(drafted) }));
  return viewOf(reviewer.methodology.POST('/v1/adaptations/{id}/approval', { params: on(submitted), body: {} }));
}

function period({ votes }: Conversation): { first: number; last: number } {
  let first = Infinity;
  let last = -Infinity;
  for (const { at } of votes) {
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  return { first, last };
}

/** The local day of an instant. */
function day(instant: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(instant);
}
