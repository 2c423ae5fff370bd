import { CoalitionChartered, CoalitionMemberJoined, CoalitionMemberLeft } from '@polyphony/contracts';
import { DomainError } from '@polyphony/service-kit';
import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn } from 'typeorm';

/** What a coalition is chartered with. */
export interface Charter {
  name: string;
  purpose: string;
  leadPartnerId: string;
  members: { partnerId: string; from: string; until?: string }[];
}

/** A time-bounded grouping of partners with one lead at any time (I-2). */
@Entity()
export class Coalition {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('text') name!: string;
  @Column('text') purpose!: string;
  @Column('uuid', { name: 'lead_partner_id' }) leadPartnerId!: string;
  @Column('timestamptz', { name: 'chartered_at' }) charteredAt!: Date;
  @OneToMany(() => CoalitionMember, (member) => member.coalition, { cascade: true, eager: true })
  members!: CoalitionMember[];

  /**
   * `id` makes the ids of memberships.
   * @throws {DomainError} invalid when the lead is no member, or a membership contradicts itself or another
   */
  static charter(id: () => string, charter: Charter, at: Date): [Coalition, CoalitionChartered] {
    if (!charter.members.some((member) => member.partnerId === charter.leadPartnerId))
      throw new DomainError('invalid', 'coalition-lead-not-member', 'The lead is one of the members', [
        { pointer: '/leadPartnerId', detail: 'is missing among the members' },
      ]);
    const coalition = Object.assign(new Coalition(), {
      id: id(),
      version: 0,
      name: charter.name,
      purpose: charter.purpose,
      leadPartnerId: charter.leadPartnerId,
      charteredAt: at,
      members: [],
    });
    for (const { partnerId, from, until } of charter.members) coalition.addMember(id(), partnerId, from, until);
    const event = new CoalitionChartered({
      coalitionId: coalition.id,
      leadPartnerId: charter.leadPartnerId,
      members: charter.members.map(({ partnerId, from, until }) => ({ partnerId, from, ...(until ? { until } : {}) })),
      charteredAt: at.toISOString(),
    });
    return [coalition, event];
  }

  join(memberId: string, partnerId: string, from: string): CoalitionMemberJoined {
    this.addMember(memberId, partnerId, from);
    return new CoalitionMemberJoined({ coalitionId: this.id, partnerId, from });
  }

  leave(partnerId: string, until: string): CoalitionMemberLeft {
    if (partnerId === this.leadPartnerId)
      throw new DomainError('conflict', 'coalition-lead-cannot-leave', 'A coalition has a lead at any time');
    const current = this.members.find((member) => member.partnerId === partnerId && member.untilDate === null);
    if (!current) throw new DomainError('conflict', 'coalition-member-unknown', 'This partner is not a member now');
    if (until <= current.fromDate)
      throw new DomainError('invalid', 'membership-empty', `The membership began on ${current.fromDate}`);
    current.untilDate = until;
    return new CoalitionMemberLeft({ coalitionId: this.id, partnerId, until });
  }

  private addMember(id: string, partnerId: string, from: string, until?: string): void {
    if (until !== undefined && until <= from)
      throw new DomainError('invalid', 'membership-empty', `A membership from ${from} cannot end on ${until}`);
    const other = this.members.find((member) => member.partnerId === partnerId && member.overlaps(from, until));
    if (other)
      throw new DomainError(
        'conflict',
        'membership-overlaps',
        `Partner ${partnerId} is a member from ${other.fromDate} already`,
      );
    const member = new CoalitionMember();
    Object.assign(member, { id, coalitionId: this.id, partnerId, fromDate: from, untilDate: until ?? null });
    this.members.push(member);
  }
}

/** One membership interval, in dates: from inclusive, until exclusive. */
@Entity()
export class CoalitionMember {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'coalition_id' }) coalitionId!: string;
  @Column('uuid', { name: 'partner_id' }) partnerId!: string;
  @Column('date', { name: 'from_date' }) fromDate!: string;
  @Column('date', { name: 'until_date', nullable: true }) untilDate!: string | null;
  @ManyToOne(() => Coalition, (coalition) => coalition.members)
  @JoinColumn({ name: 'coalition_id' })
  coalition!: unknown;

  overlaps(from: string, until?: string): boolean {
    return (until === undefined || this.fromDate < until) && (this.untilDate === null || from < this.untilDate);
  }
}
