import type { EntityManager } from 'typeorm';
import type { Figure, Published } from '../tally/figures.js';
import type { SeriesCounts } from '../tally/wave-snapshot.js';

/** A release with its number. */
export interface LastRelease extends Published {
  number: number;
}

/** The last release of a wave, with the counts behind it; undefined before the first. */
export async function lastRelease(manager: EntityManager, waveId: string): Promise<LastRelease | undefined> {
  const rows: { number: number; content: Buffer; series: SeriesCounts[] }[] = await manager.query(
    `SELECT number, content, series
     FROM release
     JOIN release_file ON release_file.release_id = release.id AND name = 'figures.json'
     JOIN release_counts ON release_counts.release_id = release.id
     WHERE wave_id = $1 ORDER BY number DESC LIMIT 1`,
    [waveId],
  );
  if (!rows[0]) return undefined;
  const { number, content, series } = rows[0];
  return { number, series, figures: JSON.parse(content.toString('utf8')) as Figure[] };
}

/** Keeps what the figures of a release are made of, for the release after it. */
export async function keepCounts(manager: EntityManager, releaseId: string, series: SeriesCounts[]): Promise<void> {
  await manager.query('INSERT INTO release_counts (release_id, series) VALUES ($1, $2)', [
    releaseId,
    JSON.stringify(series),
  ]);
}
