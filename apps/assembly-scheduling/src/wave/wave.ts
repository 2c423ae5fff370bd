import { WaveConvened } from '@polyphony/contracts';
import { DomainError } from '@polyphony/service-kit';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a wave is convened with. */
export interface WavePlan {
  coalitionId: string;
  subject: string;
  /** To whom the results go. */
  addressee: string;
  /** First and last local day on which assemblies may be held; both may lie in the past, for waves that are imported. */
  opensOn: string;
  closesOn: string;
  methodologyVersionId: string;
}

/** One global round of assemblies on one subject; it never changes once convened. */
@Entity()
export class Wave {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'coalition_id' }) coalitionId!: string;
  @Column('text') subject!: string;
  @Column('text') addressee!: string;
  @Column('date', { name: 'opens_on' }) opensOn!: string;
  @Column('date', { name: 'closes_on' }) closesOn!: string;
  @Column('uuid', { name: 'methodology_version_id' }) methodologyVersionId!: string;
  @Column('timestamptz', { name: 'convened_at' }) convenedAt!: Date;

  /** @throws {DomainError} invalid `wave-window-empty` when it closes before it opens */
  static convene(id: string, plan: WavePlan, at: Date): [Wave, WaveConvened] {
    if (plan.closesOn < plan.opensOn)
      throw new DomainError(
        'invalid',
        'wave-window-empty',
        `A wave that opens on ${plan.opensOn} cannot close before`,
        [{ pointer: '/closesOn', detail: 'is before opensOn' }],
      );
    const wave = Object.assign(new Wave(), plan, { id, version: 0, convenedAt: at });
    const { coalitionId, subject, addressee, opensOn, closesOn, methodologyVersionId } = wave;
    const event = new WaveConvened({
      waveId: id,
      coalitionId,
      subject,
      addressee,
      opensOn,
      closesOn,
      methodologyVersionId,
      convenedAt: at.toISOString(),
    });
    return [wave, event];
  }

  /** The window, as days that are both included. */
  get days(): { first: string; last: string } {
    return { first: this.opensOn, last: this.closesOn };
  }
}
