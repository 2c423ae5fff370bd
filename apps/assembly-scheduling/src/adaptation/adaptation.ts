import { DomainError } from '@polyphony/service-kit';
import type { EntityManager } from 'typeorm';

/** An approved adaptation as far as scheduling must know it: whose, and of which version? */
export interface Adaptation {
  adaptationId: string;
  partnerId: string;
  methodologyVersionId: string;
}

/** @throws {DomainError} not-seen-yet for one of whose approval no event has told */
export async function requireApproved(tx: EntityManager, adaptationId: string): Promise<Adaptation> {
  const rows: Adaptation[] = await tx.query(
    `SELECT adaptation_id AS "adaptationId", partner_id AS "partnerId", methodology_version_id AS "methodologyVersionId"
     FROM adaptation WHERE adaptation_id = $1`,
    [adaptationId],
  );
  if (!rows[0])
    throw new DomainError(
      'not-seen-yet',
      'adaptation-not-seen',
      `No event has told of an approved adaptation ${adaptationId} yet`,
    );
  return rows[0];
}
