import { AssemblyState } from '@polyphony/contracts';
import type { EntityManager } from 'typeorm';
import { assemblyById } from './assembly.queries.js';

/** What everybody may know of an assembly: title and notes are free text of people. */
export async function assemblyState(tx: EntityManager, id: string): Promise<AssemblyState> {
  const assembly = await assemblyById(tx, id);
  const { waveId, partnerId, country, region, locallyInitiated, status, outsideWindow, proposedAt } = assembly;
  return new AssemblyState({
    assemblyId: id,
    waveId,
    partnerId,
    country,
    region,
    locallyInitiated,
    capacity: assembly.capacity ?? undefined,
    status,
    adaptationId: assembly.adaptationId ?? undefined,
    outsideWindow,
    sessions: assembly.sessions.map(({ localStart, zone, startsAt, endsAt }) => ({
      localStart,
      zone,
      startsAt,
      endsAt,
    })),
    attendance: assembly.attendance ?? undefined,
    proposedAt,
    scheduledAt: assembly.scheduledAt ?? undefined,
    startedAt: assembly.startedAt ?? undefined,
    concludedAt: assembly.concludedAt ?? undefined,
    postponedAt: assembly.postponedAt ?? undefined,
    postponementReason: assembly.postponementReason ?? undefined,
    cancelledAt: assembly.cancelledAt ?? undefined,
    cancellationReason: assembly.cancellationReason ?? undefined,
  });
}
