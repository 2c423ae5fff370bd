import type { EntityManager } from 'typeorm';

export const ASSEMBLY_STATES = ['proposed', 'started', 'concluded', 'cancelled'] as const;
export type AssemblyState = (typeof ASSEMBLY_STATES)[number];

/** The wave of an assembly; undefined for an assembly that no event has told of. */
export async function waveOf(manager: EntityManager, assemblyId: string): Promise<string | undefined> {
  const rows: { id: string }[] = await manager.query('SELECT wave_id AS id FROM assembly WHERE assembly_id = $1', [
    assemblyId,
  ]);
  return rows[0]?.id;
}
