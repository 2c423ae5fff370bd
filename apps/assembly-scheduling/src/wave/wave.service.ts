import { Injectable } from '@nestjs/common';
import { Commands, DomainError, mayActFor, type Command } from '@polyphony/service-kit';
import { v7 as uuid } from 'uuid';
import { requireCoalition } from '../coalition/coalition.js';
import { requireActive } from '../host-partner/host-partner.js';
import { requirePublished } from '../methodology-version/methodology-version.js';
import { waveById, type WaveView } from './wave.queries.js';
import { Wave, type WavePlan } from './wave.js';

@Injectable()
export class WaveService {
  constructor(private readonly commands: Commands) {}

  /** The lead convenes for its coalition, or a coordinator does. */
  convene(plan: WavePlan, command: Command): Promise<WaveView> {
    return this.commands.run(command, async (tx) => {
      const { leadPartnerId } = await requireCoalition(tx.manager, plan.coalitionId);
      if (!mayActFor(tx.actor, leadPartnerId))
        throw new DomainError('forbidden', 'partner-not-lead', 'The lead of the coalition convenes its waves');
      await requireActive(tx.manager, leadPartnerId);
      await requirePublished(tx.manager, plan.methodologyVersionId);
      const [wave, event] = Wave.convene(uuid(), plan, tx.now);
      await tx.store(wave, event);
      return waveById(tx.manager, wave.id);
    });
  }
}
