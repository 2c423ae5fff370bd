import { LET_OUTBOX_TAKE_TOMBSTONES } from '@polyphony/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ErasePartners1764000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(LET_OUTBOX_TAKE_TOMBSTONES);
    // An erasure looks for the answers that were kept about the partner.
    await db.query(`CREATE INDEX idempotency_key_answer_id_idx ON idempotency_key ((answer ->> 'id'))`);
    await db.query(`
      ALTER TABLE partner DROP CONSTRAINT partner_status_check;
      ALTER TABLE partner
        ADD CONSTRAINT partner_status_check CHECK (status IN ('registered', 'active', 'suspended', 'erased')),
        -- Nothing that the registry knows in words of a partner outlives its erasure (I-24).
        ADD CONSTRAINT partner_erased_check CHECK (status <> 'erased'
          OR (name = '' AND topics = '{}' AND independence = '{"interests": []}' AND suspension_note IS NULL));
    `);
  }

  /** Fails while a partner is erased: what is forgotten does not come back. */
  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX idempotency_key_answer_id_idx');
    await db.query(`
      ALTER TABLE partner DROP CONSTRAINT partner_erased_check, DROP CONSTRAINT partner_status_check;
      ALTER TABLE partner
        ADD CONSTRAINT partner_status_check CHECK (status IN ('registered', 'active', 'suspended'));
      ALTER TABLE outbox ALTER COLUMN data SET NOT NULL;
    `);
  }
}
