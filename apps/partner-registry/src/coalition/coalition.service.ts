import { Injectable } from '@nestjs/common';
import { Commands, DomainError, type Command } from '@polyphony/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Coalition, type Charter } from './coalition.js';
import { coalitionById, type CoalitionView } from './coalition.queries.js';

@Injectable()
export class CoalitionService {
  constructor(private readonly commands: Commands) {}

  charter(charter: Charter, command: Command): Promise<CoalitionView> {
    return this.commands.run(command, async (tx) => {
      const partnerIds = charter.members.map((member) => member.partnerId);
      await requireActive(tx.manager, partnerIds, (index) => `/members/${index}/partnerId`);
      const [coalition, event] = Coalition.charter(uuid, charter, tx.now);
      await tx.store(coalition, event);
      return coalitionById(tx.manager, coalition.id);
    });
  }

  join(id: string, partnerId: string, from: string, command: Command): Promise<CoalitionView> {
    return this.commands.run(command, async (tx) => {
      const coalition = await tx.lock(Coalition, id);
      await requireActive(tx.manager, [partnerId], () => '/partnerId');
      await tx.store(coalition, coalition.join(uuid(), partnerId, from));
      return coalitionById(tx.manager, id);
    });
  }

  leave(id: string, partnerId: string, until: string, command: Command): Promise<CoalitionView> {
    return this.commands.run(command, async (tx) => {
      const coalition = await tx.lock(Coalition, id);
      await tx.store(coalition, coalition.leave(partnerId, until));
      return coalitionById(tx.manager, id);
    });
  }
}

/**
 * Locks these partners against a suspension meanwhile; `pointerTo` says where the request names each.
 * @throws {DomainError} conflict, naming who is not active
 */
async function requireActive(
  manager: EntityManager,
  partnerIds: string[],
  pointerTo: (index: number) => string,
): Promise<void> {
  const rows: { id: string }[] = await manager.query(
    `SELECT id FROM partner WHERE id = ANY($1) AND status = 'active' ORDER BY id FOR SHARE`,
    [partnerIds],
  );
  const active = new Set(rows.map((row) => row.id));
  const others = [...new Set(partnerIds)].filter((id) => !active.has(id));
  if (others.length > 0)
    throw new DomainError(
      'conflict',
      'partner-not-active',
      `Only active partners join a coalition: ${others.join(', ')} ${others.length > 1 ? 'are' : 'is'} not`,
      partnerIds.flatMap((id, index) =>
        active.has(id) ? [] : [{ pointer: pointerTo(index), detail: 'is the id of no active partner' }],
      ),
    );
}
