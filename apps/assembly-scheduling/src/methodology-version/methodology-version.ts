import { DomainError } from '@polyphony/service-kit';
import type { EntityManager } from 'typeorm';

/** @throws {DomainError} not-seen-yet for a version of whose publication no event has told */
export async function requirePublished(tx: EntityManager, methodologyVersionId: string): Promise<void> {
  const rows: unknown[] = await tx.query('SELECT 1 FROM methodology_version WHERE methodology_version_id = $1', [
    methodologyVersionId,
  ]);
  if (rows.length === 0)
    throw new DomainError(
      'not-seen-yet',
      'methodology-version-not-seen',
      `No event has told of a published methodology version ${methodologyVersionId} yet`,
    );
}
