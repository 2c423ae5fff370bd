import type { EntityManager } from 'typeorm';

export const ASSEMBLY_STATES = ['proposed', 'started', 'concluded', 'cancelled'] as const;
export type AssemblyState = (typeof ASSEMBLY_STATES)[number];

/** Where an assembly belongs; undefined for one that no event has told of. */
export async function placeOf(
  manager: EntityManager,
  assemblyId: string,
): Promise<{ waveId: string; partnerId: string } | undefined> {
  const rows: { waveId: string; partnerId: string }[] = await manager.query(
    'SELECT wave_id AS "waveId", partner_id AS "partnerId" FROM assembly WHERE assembly_id = $1',
    [assemblyId],
  );
  return rows[0];
}
