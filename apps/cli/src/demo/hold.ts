import { keyed, on, viewOf } from '@polyphony/client';
import { seeded } from '../random.js';
import { countryName } from './countries.js';
import { adapt, type Adapting } from './adapt.js';
import type { Day } from './answers.js';
import type { Stage } from './stage.js';

/** First and last local day of the wave, in the past: the demo imports what happened. */
export const WINDOW = { opensOn: '2025-09-27', closesOn: '2025-11-09' };
const WINDOW_DAYS = 44;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** An assembly that was held, and when. */
export interface Held extends Adapting {
  assemblyId: string;
  day: Day;
}

/** One assembly from its proposal to its end. @returns undefined when it was not held */
export async function hold(stage: Stage, waveId: string, adapting: Adapting): Promise<Held | undefined> {
  const { assembly, country, hostId } = adapting;
  const adaptationId = await adapt(stage, adapting);
  const { scheduling } = stage.fellow(hostId);
  const proposal = {
    waveId,
    partnerId: hostId,
    title: `Citizens of ${countryName(country.code)} on the future of the Internet`,
    locallyInitiated: false,
    capacity: 160,
  };
  const proposed = await viewOf(
    scheduling.POST('/v1/assemblies', { params: keyed(`assembly-${assembly.number}`), body: proposal }),
  );
  const adapted = await viewOf(
    scheduling.POST('/v1/assemblies/{id}/adaptation', { params: on(proposed), body: { adaptationId } }),
  );
  const localDay = dayOf(assembly.number);
  const session = (time: string, durationMinutes: number) => ({
    localStart: `${localDay}T${time}`,
    zone: country.zone,
    durationMinutes,
  });
  const sessions = [session('09:30', 180), session('13:30', 210)];
  const scheduled = await viewOf(
    scheduling.POST('/v1/assemblies/{id}/schedule', { params: on(adapted), body: { sessions } }),
  );
  const [morning, afternoon] = scheduled.sessions;
  const startsAt = Date.parse(morning!.startsAt);
  const endsAt = Date.parse(afternoon!.endsAt);
  const earlier = new Date(startsAt - 3 * DAY_MS).toISOString();
  if (assembly.fate === 'cancelled') {
    const body = { cancelledAt: earlier, reason: 'funding', note: 'A grant was withdrawn.' } as const;
    await viewOf(scheduling.POST('/v1/assemblies/{id}/cancellation', { params: on(scheduled), body }));
    return undefined;
  }
  if (assembly.fate === 'postponed') {
    const body = { postponedAt: earlier, reason: 'political', outsideWindow: true } as const;
    await viewOf(scheduling.POST('/v1/assemblies/{id}/postponement', { params: on(scheduled), body }));
    return undefined;
  }
  const start = { startedAt: new Date(startsAt).toISOString() };
  const started = await viewOf(scheduling.POST('/v1/assemblies/{id}/start', { params: on(scheduled), body: start }));
  const end = { concludedAt: new Date(endsAt).toISOString(), attendance: attendance(adapting) };
  await viewOf(scheduling.POST('/v1/assemblies/{id}/conclusion', { params: on(started), body: end }));
  return { ...adapting, assemblyId: started.id, day: { startsAt, endsAt } };
}

/** Ten to 25 % more people are selected than come; of those invited one in five answers. */
function attendance({ assembly: { number, participants } }: Adapting) {
  const confirmed = Math.ceil(participants * (1.1 + 0.15 * seeded(number).next()));
  return { invited: confirmed * 5, confirmed, attended: participants };
}

function dayOf(assembly: number): string {
  const days = (assembly * 5) % WINDOW_DAYS;
  return new Date(Date.parse(WINDOW.opensOn) + days * DAY_MS).toISOString().slice(0, 10);
}
