import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsDateString,
  IsIn,
  IsISO31661Alpha2,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  ValidateNested,
} from 'class-validator';

export const PARTNER_KINDS = ['organisation', 'person'] as const;
export type PartnerKind = (typeof PARTNER_KINDS)[number];

/** A fellow runs assemblies; a strategic partner frames, funds or carries results into policy. */
export const STANDINGS = ['fellow', 'strategic'] as const;
export type Standing = (typeof STANDINGS)[number];

/** The six groups in which participation is reported; the country decides (partner-registry's region table). */
export const REGIONS = [
  'africa',
  'asia-pacific',
  'europe',
  'latin-america-caribbean',
  'middle-east-north-africa',
  'north-america',
] as const;
export type Region = (typeof REGIONS)[number];

export const SUSPENSION_REASONS = [
  'independence-breach',
  'method-breach',
  'data-protection',
  'inactivity',
  'safety',
  'own-request',
] as const;
export type SuspensionReason = (typeof SUSPENSION_REASONS)[number];

export const ERASURE_REASONS = ['own-request', 'agreement-ended', 'legal-duty'] as const;
export type ErasureReason = (typeof ERASURE_REASONS)[number];

/** A partner entered the registry; it may not act yet. Its name and words stay there: a partner may be a person. */
export class PartnerRegistered {
  static readonly type = 'partner.registered.v1';
  @IsUUID() partnerId!: string;
  @IsIn(PARTNER_KINDS) kind!: PartnerKind;
  @IsIn(STANDINGS) standing!: Standing;
  @IsISO31661Alpha2() country!: string;
  @IsIn(REGIONS) region!: Region;
  /** BCP 47. */
  @IsArray() @IsString({ each: true }) languages!: string[];
  /** The partner declared an interest in a topic; the text of the declaration stays in the registry. */
  @IsBoolean() declaresInterest!: boolean;
  @IsISO8601() registeredAt!: string;
  constructor(data: PartnerRegistered) {
    Object.assign(this, data);
  }
}

/** From now the partner may join coalitions, adapt the method and, as a fellow, host assemblies. */
export class PartnerActivated {
  static readonly type = 'partner.activated.v1';
  @IsUUID() partnerId!: string;
  @IsIn(STANDINGS) standing!: Standing;
  @IsISO31661Alpha2() country!: string;
  @IsIn(REGIONS) region!: Region;
  @IsISO8601() activatedAt!: string;
  constructor(data: PartnerActivated) {
    Object.assign(this, data);
  }
}

/** New scheduling and publishing by this partner stop until it is reinstated. */
export class PartnerSuspended {
  static readonly type = 'partner.suspended.v1';
  @IsUUID() partnerId!: string;
  @IsIn(SUSPENSION_REASONS) reason!: SuspensionReason;
  @IsISO8601() suspendedAt!: string;
  constructor(data: PartnerSuspended) {
    Object.assign(this, data);
  }
}

/** The suspension is lifted; nothing resumes by itself. */
export class PartnerReinstated {
  static readonly type = 'partner.reinstated.v1';
  @IsUUID() partnerId!: string;
  @IsISO8601() reinstatedAt!: string;
  constructor(data: PartnerReinstated) {
    Object.assign(this, data);
  }
}

/** The registry has forgotten what the partner is called and what it wrote; its history stays, and it takes up nothing new. */
export class PartnerErased {
  static readonly type = 'partner.erased.v1';
  @IsUUID() partnerId!: string;
  @IsIn(ERASURE_REASONS) reason!: ErasureReason;
  @IsISO8601() erasedAt!: string;
  constructor(data: PartnerErased) {
    Object.assign(this, data);
  }
}

/** One membership interval, in dates: `from` inclusive, `until` exclusive, absent while it lasts. */
export class Membership {
  @IsUUID() partnerId!: string;
  @IsDateString() from!: string;
  @IsOptional() @IsDateString() until?: string;
}

/** A time-bounded grouping of partners with one lead, who is a member from the first day. */
export class CoalitionChartered {
  static readonly type = 'coalition.chartered.v1';
  @IsUUID() coalitionId!: string;
  @IsUUID() leadPartnerId!: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => Membership) members!: Membership[];
  @IsISO8601() charteredAt!: string;
  constructor(data: CoalitionChartered) {
    Object.assign(this, data);
  }
}

/** From this day the partner is a member. */
export class CoalitionMemberJoined {
  static readonly type = 'coalition.member-joined.v1';
  @IsUUID() coalitionId!: string;
  @IsUUID() partnerId!: string;
  @IsDateString() from!: string;
  constructor(data: CoalitionMemberJoined) {
    Object.assign(this, data);
  }
}

/** The membership has an end; the lead cannot leave. */
export class CoalitionMemberLeft {
  static readonly type = 'coalition.member-left.v1';
  @IsUUID() coalitionId!: string;
  @IsUUID() partnerId!: string;
  /** First day on which the partner is no longer a member. */
  @IsDateString() until!: string;
  constructor(data: CoalitionMemberLeft) {
    Object.assign(this, data);
  }
}
