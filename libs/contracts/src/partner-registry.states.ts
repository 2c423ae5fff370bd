import 'reflect-metadata';
import { IsArray, IsBoolean, IsIn, IsISO31661Alpha2, IsISO8601, IsString, IsUUID } from 'class-validator';
import {
  PARTNER_KINDS,
  REGIONS,
  STANDINGS,
  type PartnerKind,
  type Region,
  type Standing,
} from './partner-registry.events.js';

/** The states of a partner that has a public document: one that is erased has none. */
export const PARTNER_STATUSES = ['registered', 'active', 'suspended'] as const;
export type PublicPartnerStatus = (typeof PARTNER_STATUSES)[number];

/**
 * A partner as everybody may know it. Its public name stands here and nowhere else on Kafka, because this topic forgets:
 * after an erasure a record without a value takes its place. Why it is suspended is not public.
 */
export class PartnerState {
  static readonly type = 'partner.state.v1';
  @IsUUID() partnerId!: string;
  @IsIn(PARTNER_KINDS) kind!: PartnerKind;
  @IsIn(STANDINGS) standing!: Standing;
  @IsString() name!: string;
  @IsISO31661Alpha2() country!: string;
  @IsIn(REGIONS) region!: Region;
  /** BCP 47. */
  @IsArray() @IsString({ each: true }) languages!: string[];
  @IsArray() @IsString({ each: true }) topics!: string[];
  /** The partner declared an interest in a topic; the text of the declaration stays in the registry. */
  @IsBoolean() declaresInterest!: boolean;
  @IsIn(PARTNER_STATUSES) status!: PublicPartnerStatus;
  @IsISO8601() registeredAt!: string;
  constructor(data: PartnerState) {
    Object.assign(this, data);
  }
}
