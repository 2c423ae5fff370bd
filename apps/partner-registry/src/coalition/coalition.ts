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
   * @throws {DomainError} invalid when the coalition would be without its lead on a day (I-2), or when a membership
   * contradicts itself; conflict when it contradicts another
   */
  static charter(id: () => string, charter: Charter, at: Date): [Coalition, CoalitionChartered] {
    if (!charter.members.some((member) => member.partnerId === charter.leadPartnerId))
      throw new DomainError('invalid', 'coalition-lead-not-member', 'The lead is one of the members', [
        { pointer: '/leadPartnerId', detail: 'is missing among the members' },
      ]);
    charter.members.forEach(({ partnerId, until }, index) => {
      if (partnerId === charter.leadPartnerId && until !== undefined) throw withoutLead(`/members/${index}/until`);
    });
    const coalition = Object.assign(new Coalition(), {
      id: id(),
      version: 0,
      name: charter.name,
      purpose: charter.purpose,
      leadPartnerId: charter.leadPartnerId,
      charteredAt: at,
      members: [],
    });
    const isLead = ({ partnerId }: { partnerId: string }): boolean => partnerId === charter.leadPartnerId;
    const places = [...charter.members.entries()].sort(([, a], [, b]) => Number(isLead(b)) - Number(isLead(a)));
    for (const [index, member] of places) coalition.addMember(id(), member, `/members/${index}`);
    const event = new CoalitionChartered({
      coalitionId: coalition.id,
      leadPartnerId: charter.leadPartnerId,
      members: charter.members.map(({ partnerId, from, until }) => ({ partnerId, from, ...(until ? { until } : {}) })),
      charteredAt: at.toISOString(),
    });
    return [coalition, event];
  }

  /** @throws {DomainError} invalid before the lead is a member; conflict while the partner is one already */
  join(memberId: string, partnerId: string, from: string): CoalitionMemberJoined {
    this.addMember(memberId, { partnerId, from }, '');
    return new CoalitionMemberJoined({ coalitionId: this.id, partnerId, from });
  }

  /** Ends the membership that the partner has on the day `until`, which is its first day outside. */
  leave(partnerId: string, until: string): CoalitionMemberLeft {
    if (partnerId === this.leadPartnerId)
      throw new DomainError('conflict', 'coalition-lead-cannot-leave', 'A coalition has a lead at any time');
    const current = this.members.find((member) => member.partnerId === partnerId && member.covers(until));
    if (!current)
      throw new DomainError('conflict', 'coalition-member-unknown', `This partner is no member on ${until}`, [
        { pointer: '/until', detail: 'is in none of its memberships' },
      ]);
    if (until === current.fromDate) throw emptyMembership(until, until, '/until');
    current.untilDate = until;
    return new CoalitionMemberLeft({ coalitionId: this.id, partnerId, until });
  }

  /** `pointer` is where the request names the membership. */
  private addMember(id: string, { partnerId, from, until }: Charter['members'][number], pointer: string): void {
    if (until !== undefined && until <= from) throw emptyMembership(from, until, `${pointer}/until`);
    const lead = this.members.find((member) => member.partnerId === this.leadPartnerId);
    if (lead && from < lead.fromDate) throw withoutLead(`${pointer}/from`);
    const other = this.members.find((member) => member.partnerId === partnerId && member.overlaps(from, until));
    if (other)
      throw new DomainError(
        'conflict',
        'membership-overlaps',
        `Partner ${partnerId} is a member from ${other.fromDate} already`,
        [{ pointer: `${pointer}/from`, detail: 'is in another membership of the same partner' }],
      );
    const member = new CoalitionMember();
    Object.assign(member, { id, coalitionId: this.id, partnerId, fromDate: from, untilDate: until ?? null });
    this.members.push(member);
  }
}

function withoutLead(pointer: string): DomainError {
  return new DomainError(
    'invalid',
    'coalition-without-lead',
    'A coalition has a lead at any time: its lead is a member from the first day on, without end',
    [{ pointer, detail: 'leaves days without the lead' }],
  );
}

function emptyMembership(from: string, until: string, pointer: string): DomainError {
  return new DomainError('invalid', 'membership-empty', `A membership from ${from} cannot end on ${until}`, [
    { pointer, detail: 'is not after its first day' },
  ]);
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

  covers(day: string): boolean {
    return this.fromDate <= day && (this.untilDate === null || day < this.untilDate);
  }

  overlaps(from: string, until?: string): boolean {
    return (until === undefined || this.fromDate < until) && (this.untilDate === null || from < this.untilDate);
  }
}
