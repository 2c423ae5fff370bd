import {
  PARTNER_STATUSES as PUBLIC_STATUSES,
  PartnerActivated,
  PartnerErased,
  PartnerRegistered,
  PartnerReinstated,
  PartnerSuspended,
  type ErasureReason,
  type PartnerKind,
  type Region,
  type Standing,
  type SuspensionReason,
} from '@polyphony/contracts';
import { DomainError } from '@polyphony/service-kit';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { regionOf } from './region.js';

export const PARTNER_STATUSES = [...PUBLIC_STATUSES, 'erased'] as const;
export type PartnerStatus = (typeof PARTNER_STATUSES)[number];

/** What each state may become. */
const NEXT: Record<PartnerStatus, readonly PartnerStatus[]> = {
  registered: ['active', 'erased'],
  active: ['suspended', 'erased'],
  suspended: ['active', 'erased'],
  erased: [],
};

/** A partner's own statement of its interests in the topics, and what balances them. */
export interface IndependenceDeclaration {
  /** Empty when there are none. */
  interests: string[];
  balancedBy?: string;
}

/** What a partner tells about itself. */
export interface PartnerProfile {
  kind: PartnerKind;
  standing: Standing;
  name: string;
  country: string;
  languages: string[];
  topics: string[];
  independence: IndependenceDeclaration;
}

/** An organisation or person of the network. */
@Entity()
export class Partner {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('text') kind!: PartnerKind;
  @Column('text') standing!: Standing;
  @Column('text') name!: string;
  @Column('char', { length: 2 }) country!: string;
  @Column('text') region!: Region;
  @Column('text', { array: true }) languages!: string[];
  @Column('text', { array: true }) topics!: string[];
  @Column('jsonb') independence!: IndependenceDeclaration;
  @Column('text') status!: PartnerStatus;
  @Column('text', { name: 'suspension_reason', nullable: true }) suspensionReason!: SuspensionReason | null;
  @Column('text', { name: 'suspension_note', nullable: true }) suspensionNote!: string | null;
  @Column('timestamptz', { name: 'registered_at' }) registeredAt!: Date;

  /** @throws {DomainError} invalid `country-without-region` */
  static register(id: string, profile: PartnerProfile, at: Date): [Partner, PartnerRegistered] {
    const partner = Object.assign(new Partner(), profile, {
      id,
      version: 0,
      region: regionOf(profile.country),
      status: 'registered' as const,
      suspensionReason: null,
      suspensionNote: null,
      registeredAt: at,
    });
    const { kind, standing, country, region, languages } = partner;
    const event = new PartnerRegistered({
      partnerId: id,
      kind,
      standing,
      country,
      region,
      languages,
      declaresInterest: profile.independence.interests.length > 0,
      registeredAt: at.toISOString(),
    });
    return [partner, event];
  }

  activate(at: Date): PartnerActivated {
    if (this.status === 'suspended')
      throw new DomainError('conflict', 'partner-suspended', 'A suspended partner is reinstated, not activated');
    this.moveTo('active');
    const { id: partnerId, standing, country, region } = this;
    return new PartnerActivated({ partnerId, standing, country, region, activatedAt: at.toISOString() });
  }

  /** The note explains the reason to people of the network; it is in no event. */
  suspend(reason: SuspensionReason, note: string | undefined, at: Date): PartnerSuspended {
    this.moveTo('suspended');
    this.suspensionReason = reason;
    this.suspensionNote = note ?? null;
    return new PartnerSuspended({ partnerId: this.id, reason, suspendedAt: at.toISOString() });
  }

  reinstate(at: Date): PartnerReinstated {
    if (this.status === 'registered')
      throw new DomainError('conflict', 'partner-not-suspended', 'Only a suspended partner is reinstated');
    this.moveTo('active');
    this.suspensionReason = null;
    this.suspensionNote = null;
    return new PartnerReinstated({ partnerId: this.id, reinstatedAt: at.toISOString() });
  }

  /** Blanks the name and everything that the partner wrote; the row stays, as others refer to it (I-1, I-24). */
  erase(reason: ErasureReason, at: Date): PartnerErased {
    this.moveTo('erased');
    this.name = '';
    this.topics = [];
    this.independence = { interests: [] };
    this.suspensionReason = null;
    this.suspensionNote = null;
    return new PartnerErased({ partnerId: this.id, reason, erasedAt: at.toISOString() });
  }

  private moveTo(status: PartnerStatus): void {
    if (!NEXT[this.status].includes(status))
      throw new DomainError(
        'conflict',
        `partner-${this.status}`,
        `A partner that is ${this.status} cannot become ${status}`,
      );
    this.status = status;
  }
}
