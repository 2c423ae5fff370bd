import { createHash } from 'node:crypto';
import { byText } from '../tally/by-text.js';
import { comparabilities, type Figure, type Published } from '../tally/figures.js';
import { inclusionOf } from '../tally/inclusion.js';
import type { SeriesCounts, WaveSnapshot } from '../tally/wave-snapshot.js';
import { csv } from './csv.js';

/** A file of a release with what proves that it is the one. */
export interface StoredFile {
  name: string;
  contentType: string;
  content: Buffer;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** The release that the files belong to. */
export interface ReleaseHead {
  releaseId: string;
  number: number;
  publishedAt: Date;
}

const HEADER = [
  'question_id',
  'time_point',
  'unit_kind',
  'level',
  'group',
  'code',
  'count',
  'n',
  'share',
  'suppressed',
] as const;

/**
 * The files of a release. The same snapshot gives the same bytes in all but the manifest, which names the release and
 * holds the hashes of the others.
 */
export function releaseFiles(snapshot: WaveSnapshot, { figures, series }: Published, head: ReleaseHead): StoredFile[] {
  const files = [
    storedFile('figures.csv', 'text/csv; charset=utf-8', csv(HEADER, figures.flatMap(csvRows))),
    jsonFile('figures.json', figures),
    jsonFile('inclusion.json', inclusionOf(snapshot, series)),
    jsonFile('methods.json', methodsOf(snapshot, series)),
  ];
  const { waveId, methodologyVersionId } = snapshot;
  const manifest = {
    ...head,
    waveId,
    methodologyVersionId,
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
  };
  return [...files, jsonFile('manifest.json', manifest)];
}

/** The answers that the figures show: those of the whole wave, and those of assemblies that stand alone. */
export function responsesIn(figures: Figure[], snapshot: WaveSnapshot): number {
  const comparable = comparabilities(snapshot);
  return figures
    .filter(
      ({ level, group, questionId }) =>
        level === 'wave' || (level === 'assembly' && 'leftOut' in comparable(group, questionId)),
    )
    .reduce((sum, { n }) => sum + (n ?? 0), 0);
}

function csvRows({ questionId, timePoint, unitKind, level, group, n, codes, suppressed }: Figure) {
  const about = [questionId, timePoint, unitKind, level, group];
  if (suppressed) return [[...about, null, null, null, null, true]];
  return codes.map(({ code, count, share }) => [...about, code, count, n, share, false]);
}

/** The method of the wave, and what each assembly with answers in the release followed. */
function methodsOf(
  { methodologyVersionId, methodology, semver, assemblies }: WaveSnapshot,
  series: SeriesCounts[],
): object {
  const inRelease = new Set(series.map(({ assemblyId }) => assemblyId));
  return {
    methodologyVersionId,
    methodology,
    semver,
    assemblies: assemblies
      .filter(({ assemblyId }) => inRelease.has(assemblyId))
      .map((assembly) => ({
        assemblyId: assembly.assemblyId,
        country: assembly.country,
        region: assembly.region,
        adaptationId: assembly.adaptationId,
        adaptationNumber: assembly.adaptationNumber,
        methodologyVersionId: assembly.methodologyVersionId,
        semver: assembly.semver,
      }))
      .sort((a, b) => byText(a.assemblyId, b.assemblyId)),
  };
}

function jsonFile(name: string, value: unknown): StoredFile {
  return storedFile(name, 'application/json; charset=utf-8', `${JSON.stringify(value, null, 1)}\n`);
}

function storedFile(name: string, contentType: string, text: string): StoredFile {
  const content = Buffer.from(text, 'utf8');
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name, contentType, content, bytes: content.length, sha256 };
}
