import { Injectable } from '@nestjs/common';
import type { Stance } from '@polyphony/contracts';
import { Commands, DomainError, type Command, type CommandTransaction } from '@polyphony/service-kit';
import { v7 as uuid } from 'uuid';
import { elementIds, type Content } from '../methodology-version/content.js';
import { MethodologyVersion } from '../methodology-version/methodology-version.js';
import { requireActive, requireActiveFellow, requireOwn } from '../network-partner/network-partner.js';
import { ChangeProposal, type Decision, type Proposal } from './change-proposal.js';
import { changeProposalById, type ChangeProposalView } from './change-proposal.queries.js';

@Injectable()
export class ChangeProposalService {
  constructor(private readonly commands: Commands) {}

  raise(proposal: Proposal, command: Command): Promise<ChangeProposalView> {
    return this.commands.run(command, async (tx) => {
      requireOwn(tx, proposal.partnerId);
      await requireActiveFellow(tx, proposal.partnerId);
      const content = await requireDraft(tx, proposal.methodologyVersionId);
      if (!elementIds(content).includes(proposal.elementId))
        throw new DomainError('invalid', 'element-unknown', `The draft has no element ${proposal.elementId}`, [
          { pointer: '/elementId', detail: 'names no module, question or extension slot of the draft' },
        ]);
      const [raised, event] = ChangeProposal.raise(uuid(), proposal, tx.now);
      await tx.store(raised, event);
      return changeProposalById(tx.manager, raised.id);
    });
  }

  takeStance(
    id: string,
    partnerId: string,
    stance: Stance,
    reason: string,
    command: Command,
  ): Promise<ChangeProposalView> {
    return this.commands.run(command, async (tx) => {
      const proposal = await tx.lock(ChangeProposal, id);
      requireOwn(tx, partnerId);
      await requireActive(tx, partnerId);
      await requireDraft(tx, proposal.methodologyVersionId);
      await tx.store(proposal, proposal.takeStance(partnerId, stance, reason, tx.now));
      return changeProposalById(tx.manager, id);
    });
  }

  decide(id: string, decision: Decision, command: Command): Promise<ChangeProposalView> {
    return this.commands.run(command, async (tx) => {
      const proposal = await tx.lock(ChangeProposal, id);
      if (tx.actor.partnerId === proposal.partnerId)
        throw new DomainError('forbidden', 'decider-takes-part', 'No organisation decides on a proposal of its own');
      await requireDraft(tx, proposal.methodologyVersionId);
      await tx.store(proposal, proposal.decide(decision, tx.now));
      return changeProposalById(tx.manager, id);
    });
  }
}

/** The content of a draft, locked against its publication until the command ends. */
async function requireDraft(tx: CommandTransaction, id: string): Promise<Content> {
  const version = await tx.manager.findOne(MethodologyVersion, { where: { id }, lock: { mode: 'pessimistic_read' } });
  if (!version)
    throw new DomainError('not-found', 'methodology-version-unknown', `There is no methodology version ${id}`);
  if (version.status !== 'draft')
    throw new DomainError(
      'conflict',
      'methodology-version-published',
      'A published version never changes; propose it for the draft of the next one',
    );
  return version.content;
}
