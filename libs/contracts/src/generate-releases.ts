import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { eventClassOf } from './catalogue.js';
import { incompatibilities, type Schema, type Schemas } from './compatibility.js';
import { deserialise } from './event.js';
import { ROOT } from './generate-documents.js';

const CONTRACTS = join(ROOT, 'libs/contracts');
/** Where releases are recorded, a folder each. */
export const RELEASED = join(CONTRACTS, 'released');
const SCHEMA = '.schema.json';

/** The schemas of one version, and a sample of each type. */
export interface Release {
  version: string;
  schemas: Schemas;
  samples: ReadonlyMap<string, string>;
}

/** What stands in the working tree, as if it were released now. */
export function currentRelease(): Release {
  return readRelease('now', join(CONTRACTS, 'generated'), join(CONTRACTS, 'samples'));
}

/** Every recorded release; none before the first tagged version. */
export function recordedReleases(folder = RELEASED): Release[] {
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isDirectory())
    .map((version) => readRelease(version, join(folder, version, 'schemas'), join(folder, version, 'samples')));
}

/**
 * Records the schemas and samples of today as those of this version.
 * @returns the folder
 * @throws Error when the version is recorded already, or when today's schemas break with an earlier one
 */
export function recordRelease(version: string, folder = RELEASED): string {
  const target = join(folder, version);
  if (existsSync(target)) throw new Error(`${version} is recorded already: what is released never changes`);
  const now = currentRelease();
  const faults = recordedReleases(folder).flatMap((release) => faultsAgainst(release, now));
  if (faults.length > 0) throw new Error(`${version} breaks with what is released:\n${faults.join('\n')}`);
  mkdirSync(join(target, 'schemas'), { recursive: true });
  for (const type of now.schemas.keys())
    cpSync(join(CONTRACTS, 'generated', type + SCHEMA), join(target, 'schemas', type + SCHEMA));
  cpSync(join(CONTRACTS, 'samples'), join(target, 'samples'), { recursive: true });
  return target;
}

/**
 * What stands between a release and now, in both directions: schemas that do not agree, old samples that are not read any
 * more or lose something, new samples that old readers refuse.
 */
export function faultsAgainst(release: Release, now: Release): string[] {
  const faults = [
    ...incompatibilities(release.schemas, now.schemas),
    ...[...release.samples].flatMap(([type, sample]) => unread(type, sample)),
    ...[...release.schemas].flatMap(([type, schema]) => refused(schema, type, now.samples.get(type))),
  ];
  return faults.map((fault) => `${release.version}: ${fault}`);
}

function unread(type: string, sample: string): string[] {
  const eventClass = eventClassOf(type);
  if (!eventClass) return [`nobody reads a sample of ${type}`];
  try {
    const read: unknown = JSON.parse(JSON.stringify(deserialise(eventClass, sample)));
    return isDeepStrictEqual(read, JSON.parse(sample)) ? [] : [`the sample of ${type} loses something when it is read`];
  } catch (error) {
    return [`the sample of ${type} is not read: ${(error as Error).message}`];
  }
}

function refused(schema: Schema, type: string, sample: string | undefined): string[] {
  if (sample === undefined) return [`there is no sample of ${type}`];
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as typeof addFormats.default)(ajv);
  const reads = ajv.compile(schema);
  return reads(JSON.parse(sample)) ? [] : [`readers of ${type} refuse ${ajv.errorsText(reads.errors)}`];
}

function readRelease(version: string, schemas: string, samples: string): Release {
  const texts = (folder: string, suffix: string): Map<string, string> =>
    new Map(
      readdirSync(folder)
        .filter((name) => name.endsWith(suffix))
        .map((name) => [name.slice(0, -suffix.length), readFileSync(join(folder, name), 'utf8')]),
    );
  const parsed = [...texts(schemas, SCHEMA)].map(([type, text]) => [type, JSON.parse(text) as Schema] as const);
  return { version, schemas: new Map(parsed), samples: texts(samples, '.json') };
}
