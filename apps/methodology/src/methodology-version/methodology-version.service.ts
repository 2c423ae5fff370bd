import { Injectable } from '@nestjs/common';
import { Commands, DomainError, type Command } from '@polyphony/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { EMPTY_CONTENT, type Content } from './content.js';
import { MethodologyVersion, type Draft } from './methodology-version.js';
import { methodologyVersionById, type MethodologyVersionView } from './methodology-version.queries.js';
import { compareSemver } from './semver-rule.js';

@Injectable()
export class MethodologyVersionService {
  constructor(private readonly commands: Commands) {}

  draft(
    { content = EMPTY_CONTENT, ...head }: Omit<Draft, 'content'> & { content?: Content },
    command: Command,
  ): Promise<MethodologyVersionView> {
    return this.commands.run(command, async (tx) => {
      const { methodology, semver } = head;
      await lockFamily(tx.manager, methodology);
      if (await tx.manager.existsBy(MethodologyVersion, { methodology, semver }))
        throw new DomainError('conflict', 'methodology-version-exists', `There is a ${methodology} ${semver} already`);
      const [version, event] = MethodologyVersion.draft(uuid(), { ...head, content }, tx.now);
      await tx.store(version, event);
      return methodologyVersionById(tx.manager, version.id);
    });
  }

  revise(id: string, content: Content, command: Command): Promise<MethodologyVersionView> {
    return this.commands.run(command, async (tx) => {
      const version = await tx.lock(MethodologyVersion, id);
      await tx.store(version, version.revise(content, tx.now));
      return methodologyVersionById(tx.manager, id);
    });
  }

  /** @throws {DomainError} conflict while a proposal to change the draft is undecided: no voice is passed over */
  publish(id: string, command: Command): Promise<MethodologyVersionView> {
    return this.commands.run(command, async (tx) => {
      const version = await tx.lock(MethodologyVersion, id);
      await refuseOpenProposals(tx.manager, id);
      await lockFamily(tx.manager, version.methodology);
      const { methodology } = version;
      const published = await tx.manager.findBy(MethodologyVersion, { methodology, status: 'published' });
      const predecessor = published.sort((a, b) => compareSemver(a.semver, b.semver)).at(-1);
      await tx.store(version, version.publish(predecessor, tx.now));
      return methodologyVersionById(tx.manager, id);
    });
  }
}

/** One at a time decides on the version numbers of a family; until the transaction ends. */
async function lockFamily(manager: EntityManager, methodology: string): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`methodology ${methodology}`]);
}

async function refuseOpenProposals(manager: EntityManager, id: string): Promise<void> {
  const [{ open }]: [{ open: number }] = await manager.query(
    `SELECT count(*)::int AS open FROM change_proposal WHERE methodology_version_id = $1 AND status = 'open'`,
    [id],
  );
  if (open > 0)
    throw new DomainError(
      'conflict',
      'change-proposals-open',
      `${open} proposal${open > 1 ? 's' : ''} to change this draft ${open > 1 ? 'are' : 'is'} undecided`,
    );
}
