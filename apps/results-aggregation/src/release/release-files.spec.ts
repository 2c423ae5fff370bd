import { createHash } from 'node:crypto';
import { disclose } from '../tally/figures.js';
import { counts, held, snapshotWith } from '../tally/wave-snapshot.fixture.js';
import { releaseFiles, responsesIn } from './release-files.js';

const HEAD = { releaseId: 'release', number: 1, publishedAt: new Date('2026-06-01T00:00:00.000Z') };
const collapsing = held('pe', 'PE', {
  questions: [{ questionId: 'Q1', grade: 'collapsing', recodeMap: [{ local: 'no', common: ['disagree', 'pass'] }] }],
});
const snapshot = snapshotWith(
  [held('ke', 'KE'), held('gh', 'GH'), collapsing],
  [
    counts('ke', { agree: 20, disagree: 10 }),
    counts('gh', { agree: 9 }),
    counts('pe', { agree: 12, 'disagree+pass': 4 }),
    counts('gh', { dry: 3 }, { questionId: 'local:well' }),
  ],
);

describe('The files of a release', () => {
  const published = disclose(snapshot);
  const files = releaseFiles(snapshot, published, HEAD);
  const textOf = (name: string) => files.find((file) => file.name === name)!.content.toString('utf8');

  it('are named and hashed in the manifest, which names the release', () => {
    const manifest = JSON.parse(textOf('manifest.json')) as {
      files: { name: string; bytes: number; sha256: string }[];
    };
    expect(manifest).toMatchObject({ releaseId: 'release', number: 1, waveId: 'wave' });
    const others = files.filter(({ name }) => name !== 'manifest.json');
    expect(manifest.files).toEqual(others.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })));
    for (const { content, bytes, sha256 } of others)
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256]);
  });

  it('do not depend on the order in which the database answers', () => {
    const turned = { ...snapshot, assemblies: snapshot.assemblies.toReversed(), series: snapshot.series.toReversed() };
    expect(releaseFiles(turned, disclose(turned), HEAD)).toEqual(files);
  });

  it('hold a line for each code that is shown, and one for each group that is hidden', () => {
    const lines = textOf('figures.csv').split('\r\n');
    expect(lines).toContain('Q1,once,participant,wave,wave,agree,29,39,0.74359,false');
    expect(lines).toContain('Q1,once,participant,assembly,gh,,,,,true');
    expect(lines).toContain('local:well,once,participant,assembly,gh,,,,,true');
  });

  it('name the method of assemblies that are in the release only', () => {
    const { assemblies } = JSON.parse(textOf('methods.json')) as { assemblies: { assemblyId: string }[] };
    expect(assemblies.map(({ assemblyId }) => assemblyId)).toEqual(['gh', 'ke', 'pe']);
    const few = snapshotWith([held('gh', 'GH')], [counts('gh', { agree: 9 })]);
    const methods = releaseFiles(few, disclose(few), HEAD).find(({ name }) => name === 'methods.json')!;
    expect(JSON.parse(methods.content.toString('utf8'))).toMatchObject({ assemblies: [] });
  });

  it('hold the answers of the wave and those that stand alone, each once', () => {
    expect(responsesIn(published.figures, snapshot)).toBe(39 + 16);
  });
});
