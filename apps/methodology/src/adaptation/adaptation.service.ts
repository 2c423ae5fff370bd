import { Injectable } from '@nestjs/common';
import type { RejectionReason } from '@polyphony/contracts';
import { Commands, DomainError, type Command, type CommandTransaction } from '@polyphony/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { MethodologyVersion } from '../methodology-version/methodology-version.js';
import { requireActive, requireOwn } from '../network-partner/network-partner.js';
import { Adaptation } from './adaptation.js';
import { adaptationById } from './adaptation.queries.js';
import type { AdaptationView } from './adaptation.view.js';
import type { Edit } from './edit.js';

@Injectable()
export class AdaptationService {
  constructor(private readonly commands: Commands) {}

  draft(
    of: { methodologyVersionId: string; partnerId: string; languages: string[] },
    command: Command,
  ): Promise<AdaptationView> {
    return this.commands.run(command, async (tx) => {
      await requireMayAdapt(tx, of.partnerId);
      await pinnedVersion(tx.manager, of.methodologyVersionId);
      const [adaptation, event] = Adaptation.draft(uuid(), of, tx.now);
      await tx.store(adaptation, event);
      return adaptationById(tx.manager, adaptation.id);
    });
  }

  revise(id: string, edits: Edit[], command: Command): Promise<AdaptationView> {
    return this.change(id, command, async (adaptation, tx) => {
      await requireMayAdapt(tx, adaptation.partnerId);
      return adaptation.revise(edits, tx.now);
    });
  }

  submit(id: string, command: Command): Promise<AdaptationView> {
    return this.change(id, command, async (adaptation, tx) => {
      await requireMayAdapt(tx, adaptation.partnerId);
      return adaptation.submit(await pinnedVersion(tx.manager, adaptation.methodologyVersionId), tx.now);
    });
  }

  approve(id: string, note: string | undefined, command: Command): Promise<AdaptationView> {
    return this.change(id, command, async (adaptation, tx) => {
      await requireMayReview(tx);
      const pinned = await pinnedVersion(tx.manager, adaptation.methodologyVersionId);
      const number = await nextNumber(tx.manager, adaptation);
      return adaptation.approve(pinned, tx.actor.partnerId, number, note, tx.now);
    });
  }

  reject(id: string, reason: RejectionReason, note: string | undefined, command: Command): Promise<AdaptationView> {
    return this.change(id, command, async (adaptation, tx) => {
      await requireMayReview(tx);
      return adaptation.reject(tx.actor.partnerId, reason, note, tx.now);
    });
  }

  private change(
    id: string,
    command: Command,
    decide: (adaptation: Adaptation, tx: CommandTransaction) => object | Promise<object>,
  ): Promise<AdaptationView> {
    return this.commands.run(command, async (tx) => {
      const adaptation = await tx.lock(Adaptation, id);
      await tx.store(adaptation, await decide(adaptation, tx));
      return adaptationById(tx.manager, id);
    });
  }
}

/** A partner adapts by itself, while it is active. */
async function requireMayAdapt(tx: CommandTransaction, partnerId: string): Promise<void> {
  requireOwn(tx, partnerId);
  await requireActive(tx, partnerId);
}

/** A reviewer who belongs to a partner reviews while that partner is active. */
async function requireMayReview(tx: CommandTransaction): Promise<void> {
  if (tx.actor.partnerId !== undefined) await requireActive(tx, tx.actor.partnerId);
}

/** @throws {DomainError} not-found; conflict for a draft, which may still change */
async function pinnedVersion(manager: EntityManager, id: string): Promise<MethodologyVersion> {
  const version = await manager.findOneBy(MethodologyVersion, { id });
  if (!version)
    throw new DomainError('not-found', 'methodology-version-unknown', `There is no methodology version ${id}`);
  if (version.status !== 'published')
    throw new DomainError('conflict', 'methodology-version-draft', 'Only a published version is adapted');
  return version;
}

/** The number after the last of this partner and version; one at a time takes it, until the transaction ends. */
async function nextNumber(manager: EntityManager, { partnerId, methodologyVersionId }: Adaptation): Promise<number> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `adaptation ${partnerId} ${methodologyVersionId}`,
  ]);
  const [{ next }]: [{ next: number }] = await manager.query(
    `SELECT coalesce(max(number), 0) + 1 AS next FROM adaptation WHERE partner_id = $1 AND methodology_version_id = $2`,
    [partnerId, methodologyVersionId],
  );
  return next;
}
