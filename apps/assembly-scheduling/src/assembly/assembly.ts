import {
  AdaptationAttached,
  AssemblyCancelled,
  AssemblyConcluded,
  AssemblyPostponed,
  AssemblyProposed,
  AssemblyScheduled,
  AssemblyStarted,
  type AssemblyStatus,
  type Attendance,
  type DisruptionReason,
  type Region,
} from '@polyphony/contracts';
import { DomainError } from '@polyphony/service-kit';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Adaptation } from '../adaptation/adaptation.js';
import type { HostPartner } from '../host-partner/host-partner.js';
import { requireHappened } from './happened.js';
import {
  daysOf,
  fixSessions,
  liesWithin,
  localDayOf,
  timeOf,
  type DayRange,
  type Session,
  type SessionPlan,
} from './session.js';

/** What each state may become: an assembly is cancelled only before it starts. */
export const NEXT: Record<AssemblyStatus, readonly AssemblyStatus[]> = {
  proposed: ['scheduled', 'cancelled'],
  scheduled: ['postponed', 'in-session', 'cancelled'],
  postponed: ['scheduled', 'cancelled'],
  'in-session': ['concluded'],
  concluded: [],
  cancelled: [],
};

/** What a partner proposes. */
export interface Proposal {
  waveId: string;
  partnerId: string;
  title: string;
  /** No authority has commissioned it; false by default. */
  locallyInitiated?: boolean;
  /** Seats for participants. */
  capacity?: number;
}

/** Why an assembly does not take place as planned; the note explains it to people of the network, and is in no event. */
export interface Disruption {
  reason: DisruptionReason;
  note?: string;
}

/** One gathering of one partner in one wave. */
@Entity()
export class Assembly {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'wave_id' }) waveId!: string;
  @Column('uuid', { name: 'partner_id' }) partnerId!: string;
  @Column('text') title!: string;
  @Column('char', { length: 2 }) country!: string;
  @Column('text') region!: Region;
  @Column('boolean', { name: 'locally_initiated' }) locallyInitiated!: boolean;
  @Column('int', { nullable: true }) capacity!: number | null;
  @Column('text') status!: AssemblyStatus;
  @Column('uuid', { name: 'adaptation_id', nullable: true }) adaptationId!: string | null;
  /** Postponed, or held, outside of the wave's window (E-23). */
  @Column('boolean', { name: 'outside_window' }) outsideWindow!: boolean;
  @Column('timestamptz', { name: 'proposed_at' }) proposedAt!: Date;
  @Column('timestamptz', { name: 'scheduled_at', nullable: true }) scheduledAt!: Date | null;
  @Column('timestamptz', { name: 'postponed_at', nullable: true }) postponedAt!: Date | null;
  @Column('text', { name: 'postponement_reason', nullable: true }) postponementReason!: DisruptionReason | null;
  @Column('text', { name: 'postponement_note', nullable: true }) postponementNote!: string | null;
  @Column('timestamptz', { name: 'started_at', nullable: true }) startedAt!: Date | null;
  @Column('timestamptz', { name: 'concluded_at', nullable: true }) concludedAt!: Date | null;
  @Column('int', { nullable: true }) invited!: number | null;
  @Column('int', { nullable: true }) confirmed!: number | null;
  @Column('int', { nullable: true }) attended!: number | null;
  @Column('timestamptz', { name: 'cancelled_at', nullable: true }) cancelledAt!: Date | null;
  @Column('text', { name: 'cancellation_reason', nullable: true }) cancellationReason!: DisruptionReason | null;
  @Column('text', { name: 'cancellation_note', nullable: true }) cancellationNote!: string | null;

  static propose(id: string, proposal: Proposal, host: HostPartner, at: Date): [Assembly, AssemblyProposed] {
    const { waveId, partnerId, title, locallyInitiated = false, capacity = null } = proposal;
    const { country, region } = host;
    const assembly = Object.assign(new Assembly(), {
      id,
      version: 0,
      waveId,
      partnerId,
      title,
      country,
      region,
      locallyInitiated,
      capacity,
      status: 'proposed' as const,
      adaptationId: null,
      outsideWindow: false,
      proposedAt: at,
      postponedAt: null,
      startedAt: null,
    });
    const proposedAt = at.toISOString();
    return [
      assembly,
      new AssemblyProposed({ assemblyId: id, waveId, partnerId, country, region, locallyInitiated, proposedAt }),
    ];
  }

  /** The approved adaptation that the assembly will follow: the host's own, of the wave's version of the method. */
  attach(adaptation: Adaptation, methodologyVersionId: string, at: Date): AdaptationAttached {
    if (!NEXT[this.status].includes('cancelled')) this.refuse('take another adaptation');
    if (adaptation.partnerId !== this.partnerId)
      throw new DomainError('conflict', 'adaptation-of-other-partner', 'An assembly follows an adaptation of its host');
    if (adaptation.methodologyVersionId !== methodologyVersionId)
      throw new DomainError(
        'conflict',
        'adaptation-of-other-version',
        `The wave follows methodology version ${methodologyVersionId}, this adaptation ${adaptation.methodologyVersionId}`,
      );
    const { adaptationId } = adaptation;
    this.adaptationId = adaptationId;
    return new AdaptationAttached({ assemblyId: this.id, adaptationId, attachedAt: at.toISOString() });
  }

  /** Fixes the sessions, inside the window of the wave unless the assembly was postponed past it. */
  schedule(plans: SessionPlan[], window: DayRange, at: Date): [AssemblyScheduled, Session[]] {
    this.requireNext('scheduled');
    if (this.adaptationId === null)
      throw new DomainError('conflict', 'adaptation-missing', 'An assembly is scheduled with an approved adaptation');
    const sessions = fixSessions(plans, this.outsideWindow ? undefined : window);
    this.status = 'scheduled';
    this.scheduledAt = at;
    this.outsideWindow = !sessions.every((session) => liesWithin(daysOf(session), window));
    return [
      new AssemblyScheduled({
        assemblyId: this.id,
        sessions: sessions.map(timeOf),
        outsideWindow: this.outsideWindow,
        scheduledAt: at.toISOString(),
      }),
      sessions,
    ];
  }

  /**
   * `now` is the instant of the command, and `startedAt` when it happened; likewise below. An assembly lies outside of
   * the window when its plan did, or when it started on another local day than the window has.
   */
  start(startedAt: Date, { zone, window }: { zone: string; window: DayRange }, now: Date): AssemblyStarted {
    this.requireNext('in-session');
    requireHappened('/startedAt', startedAt, this.postponedAt, now);
    this.status = 'in-session';
    this.startedAt = startedAt;
    const day = localDayOf(startedAt, zone);
    this.outsideWindow ||= !liesWithin({ first: day, last: day }, window);
    const { id: assemblyId, outsideWindow } = this;
    return new AssemblyStarted({ assemblyId, startedAt: startedAt.toISOString(), outsideWindow });
  }

  /** More may attend than confirmed, and more confirm than were invited: counts are kept as they were. */
  conclude(attendance: Attendance, concludedAt: Date, now: Date): AssemblyConcluded {
    this.requireNext('concluded');
    requireHappened('/concludedAt', concludedAt, this.startedAt, now);
    const { invited, confirmed, attended } = attendance;
    this.status = 'concluded';
    Object.assign(this, { concludedAt, invited, confirmed, attended });
    return new AssemblyConcluded({
      assemblyId: this.id,
      attendance: { invited, confirmed, attended },
      concludedAt: concludedAt.toISOString(),
    });
  }

  /** @param outsideWindow it cannot be held inside the wave's window any more */
  postpone({ reason, note }: Disruption, outsideWindow: boolean, postponedAt: Date, now: Date): AssemblyPostponed {
    this.requireNext('postponed');
    requireHappened('/postponedAt', postponedAt, this.postponedAt, now);
    this.status = 'postponed';
    Object.assign(this, { postponedAt, postponementReason: reason, postponementNote: note ?? null, outsideWindow });
    return new AssemblyPostponed({
      assemblyId: this.id,
      reason,
      outsideWindow,
      postponedAt: postponedAt.toISOString(),
    });
  }

  cancel({ reason, note }: Disruption, cancelledAt: Date, now: Date): AssemblyCancelled {
    this.requireNext('cancelled');
    requireHappened('/cancelledAt', cancelledAt, this.postponedAt, now);
    this.status = 'cancelled';
    Object.assign(this, { cancelledAt, cancellationReason: reason, cancellationNote: note ?? null });
    return new AssemblyCancelled({ assemblyId: this.id, reason, cancelledAt: cancelledAt.toISOString() });
  }

  private requireNext(status: AssemblyStatus): void {
    if (!NEXT[this.status].includes(status)) this.refuse(`become ${status}`);
  }

  private refuse(what: string): never {
    throw new DomainError('conflict', `assembly-${this.status}`, `An assembly that is ${this.status} cannot ${what}`);
  }
}
