import { ChangeDecided, ChangeProposed, StanceTaken, type Outcome, type Stance } from '@polyphony/contracts';
import { DomainError } from '@polyphony/service-kit';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const PROPOSAL_STATUSES = ['open', 'accepted', 'rejected'] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

/** What a fellow proposes about one element of a draft, and why. */
export interface Proposal {
  methodologyVersionId: string;
  partnerId: string;
  elementId: string;
  change: string;
  reason: string;
}

/** What a partner said about a proposal, at an instant (RFC 3339). */
export interface StatedStance {
  partnerId: string;
  stance: Stance;
  reason: string;
  takenAt: string;
}

/** How a proposal was decided: by which rule, and explained to those who took part. */
export interface Decision {
  outcome: Outcome;
  rule: string;
  explanation: string;
}

/** A proposed change to a draft of the method, recorded with everything that was said and decided (I-11). */
@Entity()
export class ChangeProposal {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'methodology_version_id' }) methodologyVersionId!: string;
  @Column('uuid', { name: 'partner_id' }) partnerId!: string;
  @Column('text', { name: 'element_id' }) elementId!: string;
  @Column('text') change!: string;
  @Column('text') reason!: string;
  /** Everything that was said, oldest first; a partner's last word counts. */
  @Column('jsonb') stances!: StatedStance[];
  @Column('jsonb', { nullable: true }) decision!: (Decision & { decidedAt: string }) | null;
  @Column('text') status!: ProposalStatus;
  @Column('timestamptz', { name: 'raised_at' }) raisedAt!: Date;

  static raise(id: string, proposal: Proposal, at: Date): [ChangeProposal, ChangeProposed] {
    const raised = Object.assign(new ChangeProposal(), proposal, {
      id,
      version: 0,
      stances: [],
      decision: null,
      status: 'open' as const,
      raisedAt: at,
    });
    const { methodologyVersionId, partnerId, elementId } = proposal;
    const event = new ChangeProposed({
      changeProposalId: id,
      methodologyVersionId,
      partnerId,
      elementId,
      raisedAt: at.toISOString(),
    });
    return [raised, event];
  }

  takeStance(partnerId: string, stance: Stance, reason: string, at: Date): StanceTaken {
    this.refuseUnlessOpen();
    if (partnerId === this.partnerId)
      throw new DomainError(
        'conflict',
        'proposer-without-stance',
        'The proposal itself is the stance of who raised it',
      );
    const takenAt = at.toISOString();
    this.stances = [...this.stances, { partnerId, stance, reason, takenAt }];
    return new StanceTaken({ changeProposalId: this.id, partnerId, stance, takenAt });
  }

  /** The explanation stays here; who supported and who dissented is told to everybody. */
  decide({ outcome, rule, explanation }: Decision, at: Date): ChangeDecided {
    this.refuseUnlessOpen();
    const decidedAt = at.toISOString();
    this.decision = { outcome, rule, explanation, decidedAt };
    this.status = outcome;
    return new ChangeDecided({
      changeProposalId: this.id,
      methodologyVersionId: this.methodologyVersionId,
      outcome,
      supporters: this.partnersFor('support'),
      objectors: this.partnersFor('object'),
      decidedAt,
    });
  }

  private partnersFor(stance: Stance): string[] {
    const lastWords = new Map(this.stances.map((stated) => [stated.partnerId, stated.stance]));
    return [...lastWords].filter(([, last]) => last === stance).map(([partnerId]) => partnerId);
  }

  private refuseUnlessOpen(): void {
    if (this.status !== 'open')
      throw new DomainError('conflict', `change-proposal-${this.status}`, 'This proposal is decided already');
  }
}
