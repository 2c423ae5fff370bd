import { testService, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { resultsAggregation } from '../service.js';
import { response, responses, WaveFixture, type Sent } from '../wave.fixture.js';
import type { AssemblyTallies, WaveTallies } from './tally.view.js';

describe('Tallies between releases', () => {
  let service: TestService;
  let wave: WaveFixture;
  let kenya: string;
  let brazil: string;
  let small: string;
  const [ghana, another] = [uuid(), uuid()];
  beforeAll(async () => {
    service = await testService(resultsAggregation);
    wave = await new WaveFixture(service).convene();
    kenya = await wave.assembly();
    brazil = await wave.assembly({ country: 'BR', region: 'latin-america-caribbean' });
    small = await wave.assembly({ country: 'GH', partnerId: ghana });
    await submit(kenya, responses({ agree: 20, disagree: 10 }));
    await submit(brazil, responses({ agree: 5, pass: 15 }));
    await submit(small, responses({ agree: 9 }));
    await submit(brazil, responses({ yes: 12 }, { questionId: 'Q2', timePoint: 'before' }));
    await submit(brazil, responses({ yes: 5, no: 6 }, { questionId: 'Q2', timePoint: 'after' }));
  });
  afterAll(() => service?.remove());

  const submit = (assemblyId: string, rows: Sent[]) =>
    service.http.post(`/v1/assemblies/${assemblyId}/submissions`, {
      submissionId: uuid(),
      revision: 1,
      responses: rows,
    });
  const publish = async () =>
    expect((await service.http.post('/v1/releases', { waveId: wave.waveId })).status).toBe(201);
  const fellowOf = (partner: string) => service.http.as({ actor: 'fellow', role: 'fellow', partner });
  const others = () => [service.http.as({ actor: 'ana', role: 'analyst' }), fellowOf(another)];
  const ofAssembly = async (id: string, http = service.http, query = '') =>
    (await http.get<AssemblyTallies>(`/v1/assemblies/${id}/tallies${query}`)).body;
  const ofWave = async (query: string, http = service.http) =>
    (await http.get<WaveTallies>(`/v1/waves/${wave.waveId}/tallies${query}`)).body;
  const sizes = ({ cells }: WaveTallies) => cells.map(({ questionId, group, n }) => [questionId, group, n]);

  it('show nobody but the host and the network anything before the first release', async () => {
    for (const http of others()) {
      expect(await ofAssembly(brazil, http)).toEqual({ assemblyId: brazil, provisional: false, series: [] });
      expect(await ofWave('?level=wave', http)).toMatchObject({ provisional: false, cells: [], inclusion: [] });
    }
    // Not even that it is the host of another assembly.
    expect(await ofAssembly(brazil, fellowOf(ghana))).toMatchObject({ series: [] });
  });

  it('are live and complete for the host of an assembly, and for those who work on all', async () => {
    for (const http of [service.http, fellowOf(ghana)])
      expect(await ofAssembly(small, http)).toMatchObject({
        provisional: true,
        series: [{ questionId: 'Q1', n: 9, codes: [{ code: 'agree', current: 9, accepted: 9 }], suppressed: false }],
      });
  });

  it('are live for those who work on all at each level, narrowed to a question and a time point', async () => {
    expect(sizes(await ofWave('?level=region&questionId=Q1'))).toEqual([
      ['Q1', 'africa', 39],
      ['Q1', 'latin-america-caribbean', 20],
    ]);
    expect(sizes(await ofWave('?level=country&questionId=Q1'))).toEqual([
      ['Q1', 'BR', 20],
      ['Q1', 'GH', null],
      ['Q1', 'KE', null],
    ]);
    const after = await ofWave('?timePoint=after');
    expect(sizes(after)).toEqual([['Q2', wave.waveId, 11]]);
    expect(after.inclusion.map(({ questionId, timePoint }) => [questionId, timePoint])).toEqual([['Q2', 'after']]);
    const { series } = await ofAssembly(brazil, service.http, '?questionId=Q2&timePoint=before');
    expect(series).toMatchObject([{ timePoint: 'before', n: 12 }]);
  });

  it('are those of the last release for everybody else, however often they read', async () => {
    await publish();
    const { inclusion } = await ofWave('?level=wave');
    await submit(kenya, [response('late', 'disagree')]);
    await submit(brazil, [response('late', 'disagree'), response('person-pass-0', 'agree', LATER)]);
    for (const http of others()) {
      expect(await ofAssembly(small, http)).toMatchObject({ series: [{ n: null, codes: [], suppressed: true }] });
      expect(await ofAssembly(brazil, http, '?questionId=Q1')).toEqual({
        assemblyId: brazil,
        provisional: false,
        series: [
          {
            questionId: 'Q1',
            timePoint: 'once',
            unitKind: 'participant',
            n: 20,
            codes: [
              { code: 'agree', current: 5, accepted: null },
              { code: 'pass', current: 15, accepted: null },
            ],
            suppressed: false,
          },
        ],
      });
      expect(sizes(await ofWave('?level=wave&questionId=Q1', http))).toEqual([['Q1', wave.waveId, 59]]);
      // Whose answers they hold is no live figure either.
      expect((await ofWave('?level=wave', http)).inclusion).toEqual(inclusion);
    }
    expect(sizes(await ofWave('?level=wave&questionId=Q1'))).toEqual([['Q1', wave.waveId, 61]]);
    expect((await ofAssembly(brazil, fellowOf(another))).provisional).toBe(false);
  });

  it('are of nothing for an assembly or a wave that no event has told of', async () => {
    const code = async (path: string) => (await service.http.get<{ code: string }>(path)).body.code;
    expect(await code(`/v1/assemblies/${uuid()}/tallies`)).toBe('assembly-unknown');
    expect(await code(`/v1/waves/${uuid()}/tallies`)).toBe('wave-unknown');
  });
});

const LATER = { answeredAt: '2026-05-02T10:00:00.000Z' };
