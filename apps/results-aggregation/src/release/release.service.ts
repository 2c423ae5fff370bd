import { Injectable } from '@nestjs/common';
import { Commands, DomainError, type Command } from '@polyphony/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { byText } from '../tally/by-text.js';
import { disclose } from '../tally/figures.js';
import { snapshotOf } from '../tally/wave-snapshot.js';
import { keepCounts, lastRelease } from './last-release.js';
import { releaseFiles, responsesIn, type StoredFile } from './release-files.js';
import { Release } from './release.js';
import { releaseById, type ReleaseView } from './release.queries.js';

@Injectable()
export class ReleaseService {
  constructor(private readonly commands: Commands) {}

  /** Publishes what is counted now; what comes later is for the next release. */
  publish(waveId: string, command: Command): Promise<ReleaseView> {
    return this.commands.run(command, async (tx) => {
      // One release of a wave at a time: numbers without gaps, and each holds all that the one before held.
      await tx.manager.query(
        `SELECT pg_advisory_xact_lock(hashtextextended('results-aggregation.wave.' || $1::uuid, 0))`,
        [waveId],
      );
      const snapshot = await snapshotOf(tx.manager, waveId);
      if (!snapshot)
        throw new DomainError(
          'not-seen-yet',
          'wave-not-seen',
          `No event has told of wave ${waveId} and its method yet`,
        );
      if (!snapshot.isComplete)
        throw new DomainError(
          'not-seen-yet',
          'assembly-not-seen',
          'Answers count whose assembly or method no event has told of yet, as while a copy is rebuilt',
        );
      if (snapshot.series.length === 0)
        throw new DomainError('conflict', 'wave-without-answers', 'No answer of this wave counts yet');
      const last = await lastRelease(tx.manager, waveId);
      const published = disclose(snapshot, last);
      const { figures, series } = published;
      const number = (last?.number ?? 0) + 1;
      const releaseId = uuid();
      const files = releaseFiles(snapshot, published, { releaseId, number, publishedAt: tx.now });
      const [release, event] = Release.publish(
        releaseId,
        {
          waveId,
          number,
          methodologyVersionId: snapshot.methodologyVersionId,
          assemblyIds: [...new Set(series.map(({ assemblyId }) => assemblyId))].sort(byText),
          responses: responsesIn(figures, snapshot),
          files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
        },
        tx.now,
      );
      await tx.store(release, event);
      await storeFiles(tx.manager, releaseId, files);
      await keepCounts(tx.manager, releaseId, series);
      return releaseById(tx.manager, releaseId);
    });
  }
}

async function storeFiles(manager: EntityManager, releaseId: string, files: StoredFile[]): Promise<void> {
  for (const { name, contentType, content, bytes, sha256 } of files)
    await manager.query(
      `INSERT INTO release_file (release_id, name, content_type, content, bytes, sha256) VALUES ($1, $2, $3, $4, $5, $6)`,
      [releaseId, name, contentType, content, bytes, sha256],
    );
}
