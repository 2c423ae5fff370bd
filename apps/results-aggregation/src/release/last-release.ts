import type { EntityManager } from 'typeorm';
import type { Figure, Published } from '../tally/figures.js';
import type { Inclusion } from '../tally/inclusion.js';
import type { SeriesCounts } from '../tally/wave-snapshot.js';

/** A release with its number, and with whose answers it holds. */
export interface LastRelease extends Published {
  number: number;
  inclusion: Inclusion[];
}

/** The last release of a wave, with the counts behind it; undefined before the first. */
export async function lastRelease(manager: EntityManager, waveId: string): Promise<LastRelease | undefined> {
  const rows: { number: number; figures: Buffer; inclusion: Buffer; series: SeriesCounts[] }[] = await manager.query(
    `SELECT number, figures.content AS figures, inclusion.content AS inclusion, series
     FROM release
     JOIN release_file AS figures ON figures.release_id = release.id AND figures.name = 'figures.json'
     JOIN release_file AS inclusion ON inclusion.release_id = release.id AND inclusion.name = 'inclusion.json'
     JOIN release_counts ON release_counts.release_id = release.id
     WHERE wave_id = $1 ORDER BY number DESC LIMIT 1`,
    [waveId],
  );
  if (!rows[0]) return undefined;
  const { number, figures, inclusion, series } = rows[0];
  return { number, series, figures: parsed<Figure>(figures), inclusion: parsed<Inclusion>(inclusion) };
}

function parsed<T>(file: Buffer): T[] {
  return JSON.parse(file.toString('utf8')) as T[];
}

/** Keeps what the figures of a release are made of, for the release after it. */
export async function keepCounts(manager: EntityManager, releaseId: string, series: SeriesCounts[]): Promise<void> {
  await manager.query('INSERT INTO release_counts (release_id, series) VALUES ($1, $2)', [
    releaseId,
    JSON.stringify(series),
  ]);
}
