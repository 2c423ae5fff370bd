import { Injectable } from '@nestjs/common';
import type { ErasureReason, SuspensionReason } from '@polyphony/contracts';
import { Commands, type Command } from '@polyphony/service-kit';
import { v7 as uuid } from 'uuid';
import { Partner, type PartnerProfile } from './partner.js';
import { partnerById, type PartnerView } from './partner.queries.js';

@Injectable()
export class PartnerService {
  constructor(private readonly commands: Commands) {}

  register(profile: PartnerProfile, command: Command): Promise<PartnerView> {
    return this.commands.run(command, async (tx) => {
      const [partner, event] = Partner.register(uuid(), profile, tx.now);
      await tx.store(partner, event);
      return partnerById(tx.manager, partner.id);
    });
  }

  activate(id: string, command: Command): Promise<PartnerView> {
    return this.change(id, command, (partner, at) => partner.activate(at));
  }

  suspend(id: string, reason: SuspensionReason, note: string | undefined, command: Command): Promise<PartnerView> {
    return this.change(id, command, (partner, at) => partner.suspend(reason, note, at));
  }

  reinstate(id: string, command: Command): Promise<PartnerView> {
    return this.change(id, command, (partner, at) => partner.reinstate(at));
  }

  erase(id: string, reason: ErasureReason, command: Command): Promise<PartnerView> {
    return this.commands.run(command, async (tx) => {
      const partner = await tx.lock(Partner, id);
      await tx.store(partner, partner.erase(reason, tx.now));
      const view = await partnerById(tx.manager, id);
      await tx.forgetAnswers(partner, view);
      return view;
    });
  }

  private change(id: string, command: Command, decide: (partner: Partner, at: Date) => object): Promise<PartnerView> {
    return this.commands.run(command, async (tx) => {
      const partner = await tx.lock(Partner, id);
      await tx.store(partner, decide(partner, tx.now));
      return partnerById(tx.manager, id);
    });
  }
}
