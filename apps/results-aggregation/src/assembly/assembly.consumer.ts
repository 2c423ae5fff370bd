import {
  AdaptationAttached,
  AssemblyCancelled,
  AssemblyConcluded,
  AssemblyProposed,
  AssemblyStarted,
} from '@polyphony/contracts';
import { Consumer, OnEvent, type Received } from '@polyphony/messaging';
import { Pseudonyms } from '@polyphony/service-kit';
import type { EntityManager } from 'typeorm';
import { changeCopies } from '../quarantine/quarantine.js';
import type { AssemblyState } from './assembly.js';

type AssemblyEvent = AssemblyProposed | AdaptationAttached | AssemblyStarted | AssemblyConcluded | AssemblyCancelled;

/** What a batch says about one assembly. */
interface Change {
  proposed?: AssemblyProposed;
  adaptationId?: string;
  state?: AssemblyState;
  attended?: number;
  outsideWindow?: boolean;
}

/** Whose results may come, under which adaptation, where they belong, whether in the wave's window, and how many came. */
@Consumer('assembly', { tables: ['assembly'] })
export class AssemblyConsumer {
  constructor(private readonly pseudonyms: Pseudonyms) {}

  @OnEvent(AssemblyProposed, AdaptationAttached, AssemblyStarted, AssemblyConcluded, AssemblyCancelled)
  async apply(tx: EntityManager, events: Received<AssemblyEvent>[]): Promise<void> {
    const changes = new Map<string, Change>();
    for (const { data } of events) changes.set(data.assemblyId, { ...changes.get(data.assemblyId), ...changeBy(data) });
    await changeCopies(tx, this.pseudonyms, async () => {
      await addProposed(
        tx,
        [...changes.values()].flatMap(({ proposed }) => proposed ?? []),
      );
      await tx.query(
        `UPDATE assembly SET adaptation_id = coalesce(change.adaptation_id, assembly.adaptation_id),
                             state = coalesce(change.state, assembly.state),
                             attended = coalesce(change.attended, assembly.attended),
                             outside_window = coalesce(change.outside_window, assembly.outside_window)
         FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::boolean[])
           AS change (assembly_id, adaptation_id, state, attended, outside_window)
         WHERE assembly.assembly_id = change.assembly_id`,
        [
          [...changes.keys()],
          [...changes.values()].map((change) => change.adaptationId ?? null),
          [...changes.values()].map((change) => change.state ?? null),
          [...changes.values()].map((change) => change.attended ?? null),
          [...changes.values()].map((change) => change.outsideWindow ?? null),
        ],
      );
    });
  }
}

function changeBy(event: AssemblyEvent): Change {
  if (event instanceof AssemblyProposed) return { proposed: event };
  if (event instanceof AdaptationAttached) return { adaptationId: event.adaptationId };
  if (event instanceof AssemblyStarted) return { state: 'started', outsideWindow: event.outsideWindow };
  if (event instanceof AssemblyCancelled) return { state: 'cancelled' };
  return { state: 'concluded', attended: event.attendance.attended };
}

async function addProposed(tx: EntityManager, proposed: AssemblyProposed[]): Promise<void> {
  await tx.query(
    `INSERT INTO assembly (assembly_id, wave_id, partner_id, country, region, state)
     SELECT *, 'proposed' FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[])
     ON CONFLICT (assembly_id) DO NOTHING`,
    [
      proposed.map((event) => event.assemblyId),
      proposed.map((event) => event.waveId),
      proposed.map((event) => event.partnerId),
      proposed.map((event) => event.country),
      proposed.map((event) => event.region),
    ],
  );
}
