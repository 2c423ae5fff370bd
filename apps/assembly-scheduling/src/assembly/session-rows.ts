import type { EntityManager } from 'typeorm';
import { ZONE_RULES } from './local-time.js';
import type { Session } from './session.js';

/** Puts these sessions in the place of those that an assembly had. */
export async function replaceSessions(tx: EntityManager, assemblyId: string, sessions: Session[]): Promise<void> {
  await tx.query('DELETE FROM assembly_session WHERE assembly_id = $1', [assemblyId]);
  await tx.query(
    `INSERT INTO assembly_session
       (assembly_id, position, local_start, zone, zone_rules, duration_minutes, starts_at, ends_at)
     SELECT $1, position, local_start, zone, $2, duration_minutes, starts_at, ends_at
     FROM unnest($3::timestamp[], $4::text[], $5::int[], $6::timestamptz[], $7::timestamptz[])
       WITH ORDINALITY AS session (local_start, zone, duration_minutes, starts_at, ends_at, position)`,
    [
      assemblyId,
      ZONE_RULES,
      sessions.map((session) => session.localStart),
      sessions.map((session) => session.zone),
      sessions.map((session) => session.durationMinutes),
      sessions.map((session) => session.startsAt.toISOString()),
      sessions.map((session) => session.endsAt.toISOString()),
    ],
  );
}

/** Where the clock of an assembly's first session hangs; UTC for one without sessions, which cannot start. */
export async function firstZone(tx: EntityManager, assemblyId: string): Promise<string> {
  const rows: { zone: string }[] = await tx.query(
    'SELECT zone FROM assembly_session WHERE assembly_id = $1 ORDER BY position LIMIT 1',
    [assemblyId],
  );
  return rows[0]?.zone ?? 'UTC';
}
