import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Schema } from './compatibility.js';
import { currentRelease, faultsAgainst, recordedReleases, recordRelease } from './generate-releases.js';

const recorded = recordedReleases();

describe('What is released', () => {
  const known = recorded.length > 0 ? recorded.map(({ version }) => version).join(', ') : 'nothing yet';
  it(`(${known}) agrees with today, in both directions`, () => {
    expect(recorded.flatMap((release) => faultsAgainst(release, currentRelease()))).toEqual([]);
  });
});

describe('A recorded release', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'released-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Rewrites a JSON file of the release as if it had been another then. */
  const rewrite = <T extends object>(version: string, file: string, change: (content: T) => void): void => {
    const path = join(folder, version, file);
    const content = JSON.parse(readFileSync(path, 'utf8')) as T;
    change(content);
    writeFileSync(path, JSON.stringify(content));
  };
  const schema = 'schemas/partner.suspended.v1.schema.json';
  const sample = 'samples/partner.suspended.v1.json';

  it('holds the schema and the sample of every type, and agrees with today', () => {
    recordRelease('0.1.0', folder);
    const [release] = recordedReleases(folder);
    expect(release).toEqual({ ...currentRelease(), version: '0.1.0' });
    expect(release!.schemas.size).toBe(release!.samples.size);
    expect(faultsAgainst(release!, currentRelease())).toEqual([]);
  });

  it('is never recorded again', () => {
    recordRelease('0.1.0', folder);
    expect(() => recordRelease('0.1.0', folder)).toThrow('0.1.0 is recorded already');
  });

  it('binds every later one, not only the next', () => {
    recordRelease('0.1.0', folder);
    recordRelease('0.2.0', folder);
    rewrite<Schema>('0.1.0', schema, ({ properties }) => (properties!['note'] = { type: 'string' }));
    expect(() => recordRelease('0.3.0', folder)).toThrow('0.1.0: partner.suspended.v1/note is gone');
    expect(readdirSync(folder)).toEqual(['0.1.0', '0.2.0']);
  });

  it.each<[string, (content: Record<string, unknown>) => void, string]>([
    ['is not read any more', (content) => delete content['reason'], 'is not read: partner.suspended.v1: /reason'],
    ['loses something', (content) => (content['note'] = 'x'), 'loses something when it is read'],
  ])('tells when one of its samples %s', (_, change, told) => {
    recordRelease('0.1.0', folder);
    rewrite('0.1.0', sample, change);
    expect(faultsAgainst(recordedReleases(folder)[0]!, currentRelease())).toEqual([expect.stringContaining(told)]);
  });

  it("tells when its readers refuse today's sample", () => {
    recordRelease('0.1.0', folder);
    rewrite<Schema>('0.1.0', schema, ({ properties }) => (properties!['reason']!.enum = ['inactivity']));
    const faults = faultsAgainst(recordedReleases(folder)[0]!, currentRelease());
    expect(faults).toContainEqual(expect.stringContaining('readers of partner.suspended.v1 refuse data/reason'));
  });
});
