import { createHash } from 'node:crypto';
import { eventually } from '@polyphony/testing';
import { Platform } from '../support/platform.js';
import { SmallWave, times } from '../support/small-wave.js';

describe('Two partners, from registration to a second release', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await Platform.start();
  }, 120_000);
  afterAll(() => platform?.remove());

  /** What is published, read without a token. */
  const read = async (path: string) =>
    (await platform.as('results-aggregation').as().get<Record<string, unknown>>(path)).body;

  it('adds up what both say, in the common codes, and never changes what was released', async () => {
    const small = new SmallWave(platform);
    const [kenya, france] = [await small.partner('KE'), await small.partner('FR')];
    const { wave, versionId } = await small.convene([kenya, france]);
    const plain = await small.adaptation(kenya, france, versionId, []);
    const recoded = await small.adaptation(france, kenya, versionId, [
      {
        kind: 'translate-wording',
        questionId: 'q1',
        language: 'fr',
        text: 'Mon pays devrait faire plus.',
        localReason: 'Language',
      },
      {
        kind: 'recode',
        questionId: 'q1',
        localCodes: [
          { code: 'oui', kind: 'answer', label: 'Oui' },
          { code: 'non', kind: 'answer', label: 'Non' },
          { code: 'nsp', kind: 'dont-know', label: 'Ne sait pas' },
        ],
        map: [
          { local: 'oui', common: ['agree'] },
          { local: 'non', common: ['disagree'] },
          { local: 'nsp', common: ['dont-know'] },
        ],
        localReason: 'Usual answers here',
      },
    ]);
    const inKenya = await small.assembly(kenya, wave.id, plain.id);
    const inFrance = await small.assembly(france, wave.id, recoded.id);

    await small.results(inKenya, kenya, [...times(8, 'agree'), ...times(4, 'disagree')]);
    const figures = (releaseId: string) => read(`/v1/releases/${releaseId}/files/figures.json`);
    await eventually(async () => {
      const { series } = (
        await platform
          .as('results-aggregation')
          .get<{ series: { n: number }[] }>(`/v1/assemblies/${inKenya.id}/tallies`)
      ).body;
      expect(series[0]?.n).toBe(12);
    });
    const first = await small.post('results-aggregation', '/v1/releases', { waveId: wave.id });
    expect(first).toMatchObject({ number: 1, responses: 12, assemblyIds: [inKenya.id] });
    const firstFigures = await figures(first.id);

    await small.results(inFrance, france, [...times(5, 'oui'), ...times(5, 'non'), 'nsp']);
    await eventually(async () => {
      const { body: live } = await platform
        .as('results-aggregation')
        .get<{ cells: { n: number; codes: { code: string; count: number }[] }[] }>(`/v1/waves/${wave.id}/tallies`);
      expect(live.cells[0]?.n).toBe(23);
      expect(Object.fromEntries(live.cells[0]!.codes.map(({ code, count }) => [code, count]))).toEqual({
        agree: 13,
        disagree: 9,
        'dont-know': 1,
        refused: 0,
      });
    });
    const second = await small.post('results-aggregation', '/v1/releases', { waveId: wave.id });
    expect(second).toMatchObject({ number: 2, responses: 23 });
    expect(await figures(first.id)).toEqual(firstFigures);
    expect(await figures(second.id)).not.toEqual(firstFigures);
    expect(await read(`/v1/releases/${second.id}/changes`)).toMatchObject({
      newAssemblyIds: [inFrance.id],
      questions: [{ questionId: 'q1', before: 12, after: 23 }],
    });
    for (const file of second['files'] as { name: string; sha256: string }[]) {
      const { text } = await platform.as('results-aggregation').get(`/v1/releases/${second.id}/files/${file.name}`);
      expect(createHash('sha256').update(text).digest('hex')).toBe(file.sha256);
    }
  }, 120_000);
});
