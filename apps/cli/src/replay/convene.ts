import type { Api, Versioned } from '../api/api.js';
import type { AssemblyView } from '../api/views.js';
import { questionOf } from './compare.js';
import type { Organisers } from './organiser.js';
import { VOTE_CODES, type Conversation } from './polis.js';

const ZONE = 'Pacific/Auckland';
const DAY_MS = 86_400_000;
const MODULE = 'statements';

/** From the statements to an assembly that is over: its answers can be sent. @returns the assembly's id */
export async function convene(api: Api, by: Organisers, conversation: Conversation): Promise<string> {
  const coordinator = api.as({ id: 'replay', role: 'network-coordinator' });
  const host = api.as({ id: 'replay-host', role: 'fellow', partnerId: by.hostId });
  const steward = api.as({ id: 'replay-steward', role: 'methodology-steward' });
  const reviewer = api.as({ id: 'replay-reviewer', role: 'reviewer', partnerId: by.reviewerId });
  const method = await publishMethod(steward, conversation);
  const adaptation = await approveAsItIs(host, reviewer, method.id, by.hostId, conversation.name);
  const { first, last } = period(conversation);
  const wave = await coordinator.create<Versioned>('assembly-scheduling', '/v1/waves', `wave-${conversation.name}`, {
    coalitionId: by.coalitionId,
    subject: conversation.topic,
    addressee: 'The public, as open data',
    opensOn: day(first - DAY_MS),
    closesOn: day(last + DAY_MS),
    methodologyVersionId: method.id,
  });
  const voters = conversation.published.voters;
  let assembly = await host.create<AssemblyView>(
    'assembly-scheduling',
    '/v1/assemblies',
    `assembly-${conversation.name}`,
    {
      waveId: wave.id,
      partnerId: by.hostId,
      title: conversation.topic,
      locallyInitiated: true,
    },
  );
  const then = async (verb: string, body: object): Promise<void> => {
    assembly = await host.command('assembly-scheduling', `/v1/assemblies/:id/${verb}`, assembly, body);
  };
  await then('adaptation', { adaptationId: adaptation.id });
  await then('schedule', { sessions: [{ localStart: `${day(first)}T12:00`, zone: ZONE, durationMinutes: 60 }] });
  await then('start', { startedAt: new Date(first).toISOString() });
  const attendance = { invited: voters, confirmed: voters, attended: voters };
  await then('conclusion', { concludedAt: new Date(last).toISOString(), attendance });
  return assembly.id;
}

/** A method of one module whose questions are the statements. */
async function publishMethod(api: Api, { name, topic, statements }: Conversation): Promise<Versioned> {
  const labels = { agree: 'Agree', disagree: 'Disagree', pass: 'Pass / unsure' };
  const questions = [...statements].map(([id, wording]) => ({
    questionId: questionOf(id),
    moduleId: MODULE,
    concept: `statement ${id} of ${name}`,
    wording,
    core: false,
    unitKind: 'participant',
    timePoints: ['once'],
    codes: VOTE_CODES.map((code) => ({ code, kind: 'answer', label: labels[code] })),
  }));
  const draft = await api.create<Versioned>('methodology', '/v1/methodology-versions', `method-${name}`, {
    // A family of its own for every run: a published version is never overwritten.
    methodology: `polis-${name}-${api.run}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    semver: '1.0.0',
    title: topic,
    sourceLanguage: 'en',
    content: {
      modules: [{ moduleId: MODULE, kind: 'voting', title: topic }],
      questions,
      extensionSlots: [],
    },
  });
  return api.command('methodology', '/v1/methodology-versions/:id/publication', draft);
}

/** An adaptation without any change, submitted by the host and approved by the other organisation. */
async function approveAsItIs(
  host: Api,
  reviewer: Api,
  methodologyVersionId: string,
  partnerId: string,
  name: string,
): Promise<Versioned> {
  const drafted = await host.create<Versioned>('methodology', '/v1/adaptations', `adaptation-${name}`, {
    methodologyVersionId,
    partnerId,
    languages: ['en'],
  });
  const submitted = await host.command('methodology', '/v1/adaptations/:id/submission', drafted);
  return reviewer.command('methodology', '/v1/adaptations/:id/approval', submitted, {});
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
