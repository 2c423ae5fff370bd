import { ReleaseState } from '@polyphony/contracts';
import type { EntityManager } from 'typeorm';
import { releaseById } from './release.queries.js';

/** A release as everybody may read it. */
export async function releaseState(tx: EntityManager, id: string): Promise<ReleaseState> {
  const { waveId, number, methodologyVersionId, assemblyIds, responses, files, publishedAt } = await releaseById(
    tx,
    id,
  );
  return new ReleaseState({
    releaseId: id,
    waveId,
    number,
    methodologyVersionId,
    assemblyIds,
    responses,
    files,
    publishedAt,
  });
}
