import { Injectable } from '@nestjs/common';
import type { Attendance } from '@polyphony/contracts';
import { Commands, DomainError, mayActFor, type Command, type CommandTransaction } from '@polyphony/service-kit';
import { v7 as uuid } from 'uuid';
import { requireApproved } from '../adaptation/adaptation.js';
import { requireMember, requireMemberAt } from '../coalition/coalition.js';
import { requireHost } from '../host-partner/host-partner.js';
import { Wave } from '../wave/wave.js';
import { assemblyById } from './assembly.queries.js';
import { Assembly, type Disruption, type Proposal } from './assembly.js';
import type { AssemblyView } from './assembly.view.js';
import { firstZone, replaceSessions } from './session-rows.js';
import { daysOf, type SessionPlan } from './session.js';

/** A suspended host proposes, prepares and starts nothing (E-36); it still ends what it has begun. */
@Injectable()
export class AssemblyService {
  constructor(private readonly commands: Commands) {}

  propose(proposal: Proposal, command: Command): Promise<AssemblyView> {
    return this.commands.run(command, async (tx) => {
      requireOwn(tx, proposal.partnerId);
      const wave = await tx.manager.findOneBy(Wave, { id: proposal.waveId });
      if (!wave)
        throw new DomainError('invalid', 'wave-unknown', `There is no wave ${proposal.waveId}`, [
          { pointer: '/waveId', detail: 'is the id of no wave' },
        ]);
      const host = await requireHost(tx.manager, proposal.partnerId);
      await requireMember(tx.manager, wave.coalitionId, host.partnerId, wave.days);
      const [assembly, event] = Assembly.propose(uuid(), proposal, host, tx.now);
      await tx.store(assembly, event);
      return assemblyById(tx.manager, assembly.id);
    });
  }

  attach(id: string, adaptationId: string, command: Command): Promise<AssemblyView> {
    return this.change(id, command, async (assembly, tx) => {
      await requireHost(tx.manager, assembly.partnerId);
      const adaptation = await requireApproved(tx.manager, adaptationId);
      const wave = await waveOf(tx, assembly);
      return assembly.attach(adaptation, wave.methodologyVersionId, tx.now);
    });
  }

  schedule(id: string, plans: SessionPlan[], command: Command): Promise<AssemblyView> {
    return this.change(id, command, async (assembly, tx) => {
      await requireHost(tx.manager, assembly.partnerId);
      const wave = await waveOf(tx, assembly);
      const [event, sessions] = assembly.schedule(plans, wave.days, tx.now);
      await requireMemberAt(tx.manager, wave.coalitionId, assembly.partnerId, sessions.map(daysOf));
      await replaceSessions(tx.manager, id, sessions);
      return event;
    });
  }

  start(id: string, startedAt: Date, command: Command): Promise<AssemblyView> {
    return this.change(id, command, async (assembly, tx) => {
      await requireHost(tx.manager, assembly.partnerId);
      const [{ days }, zone] = [await waveOf(tx, assembly), await firstZone(tx.manager, id)];
      return assembly.start(startedAt, { zone, window: days }, tx.now);
    });
  }

  conclude(id: string, attendance: Attendance, concludedAt: Date, command: Command): Promise<AssemblyView> {
    return this.change(id, command, (assembly, tx) => assembly.conclude(attendance, concludedAt, tx.now));
  }

  postpone(
    id: string,
    disruption: Disruption,
    outsideWindow: boolean,
    at: Date,
    command: Command,
  ): Promise<AssemblyView> {
    return this.change(id, command, (assembly, tx) => assembly.postpone(disruption, outsideWindow, at, tx.now));
  }

  cancel(id: string, disruption: Disruption, cancelledAt: Date, command: Command): Promise<AssemblyView> {
    return this.change(id, command, (assembly, tx) => assembly.cancel(disruption, cancelledAt, tx.now));
  }

  private change(
    id: string,
    command: Command,
    decide: (assembly: Assembly, tx: CommandTransaction) => object | Promise<object>,
  ): Promise<AssemblyView> {
    return this.commands.run(command, async (tx) => {
      const assembly = await tx.lock(Assembly, id);
      requireOwn(tx, assembly.partnerId);
      await tx.store(assembly, await decide(assembly, tx));
      return assemblyById(tx.manager, id);
    });
  }
}

/** @throws {DomainError} forbidden for a fellow of another partner */
function requireOwn({ actor }: CommandTransaction, hostId: string): void {
  if (!mayActFor(actor, hostId))
    throw new DomainError('forbidden', 'partner-not-host', 'A partner acts for its own assemblies only');
}

/** A wave never changes: it is read without a lock. */
function waveOf(tx: CommandTransaction, assembly: Assembly): Promise<Wave> {
  return tx.manager.findOneByOrFail(Wave, { id: assembly.waveId });
}
