import { testService, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { resultsAggregation } from '../service.js';
import type { Figure } from '../tally/figures.js';
import type { Inclusion } from '../tally/inclusion.js';
import { response, responses, WaveFixture, type Sent } from '../wave.fixture.js';
import type { ReleaseChangesView, ReleaseView } from './release.queries.js';

describe('Releases of a wave whose answers keep coming', () => {
  let service: TestService;
  let wave: WaveFixture;
  let kenya: string;
  let ghana: string;
  let first: ReleaseView;
  beforeAll(async () => {
    service = await testService(resultsAggregation);
    wave = await new WaveFixture(service).convene();
    kenya = await wave.assembly();
    ghana = await wave.assembly({ country: 'GH' });
    await submit(kenya, responses({ agree: 20, disagree: 10 }));
    await submit(ghana, responses({ agree: 2, disagree: 7 }));
    first = await publish();
  });
  afterAll(() => service?.remove());

  const submit = (assemblyId: string, rows: Sent[]) =>
    service.http.post(`/v1/assemblies/${assemblyId}/submissions`, {
      submissionId: uuid(),
      revision: 1,
      responses: rows,
    });
  const publish = async () => (await service.http.post<ReleaseView>('/v1/releases', { waveId: wave.waveId })).body;
  const figuresOf = async ({ id }: ReleaseView) =>
    (await service.http.get<Figure[]>(`/v1/releases/${id}/files/figures.json`)).body;
  const shown = (figures: Figure[]) =>
    Object.fromEntries(figures.filter(({ n }) => n !== null).map(({ group, n }) => [group, n]));

  it('never subtract to what one of them hid', async () => {
    expect(shown(await figuresOf(first))).toEqual({ [wave.waveId]: 39, africa: 39 });
    await submit(ghana, responses({ agree: 6, pass: 5 }, {}, 'later'));
    const next = await publish();
    // Kenya is large enough, but 39 less its 30 would be the nine of Ghana.
    expect(shown(await figuresOf(next))).toEqual({ [wave.waveId]: 50, africa: 50 });
  });

  it('repeat the figures that one late person would change, and show the late ones when there are ten', async () => {
    const before = await publish();
    await submit(kenya, [response('late-0', 'disagree')]);
    const one = await publish();
    expect(await figuresOf(one)).toEqual(await figuresOf(before));
    const changes = await service.http.get<ReleaseChangesView>(`/v1/releases/${one.id}/changes`);
    expect(changes.body).toMatchObject({ newAssemblyIds: [], questions: [] });
    await submit(
      kenya,
      Array.from({ length: 9 }, (_, at) => response(`late-${at + 1}`, 'agree')),
    );
    expect(shown(await figuresOf(await publish()))).toMatchObject({ [wave.waveId]: 60, africa: 60 });
  });

  it('repeat the figures in which somebody changed an answer', async () => {
    const before = await publish();
    await submit(kenya, [response('person-agree-0', 'pass', { answeredAt: '2026-05-02T10:00:00.000Z' })]);
    expect(await figuresOf(await publish())).toEqual(await figuresOf(before));
  });

  it('leave a late assembly out that is too small to come in alone', async () => {
    const before = await publish();
    const small = await wave.assembly({ country: 'TZ' });
    await submit(small, responses({ agree: 4 }));
    const next = await publish();
    expect(next.assemblyIds).not.toContain(small);
    const { body } = await service.http.get<Inclusion[]>(`/v1/releases/${next.id}/files/inclusion.json`);
    expect(body.find(({ questionId }) => questionId === 'Q1')!.leftOut).toMatchObject([
      { assemblyId: small, reason: 'too-few' },
    ]);
    expect(shown(await figuresOf(next))).toEqual(shown(await figuresOf(before)));
  });

  it('keep the counts behind them to the service, for good', async () => {
    const change = service.database.query(`UPDATE release_counts SET series = '[]'`);
    await expect(change).rejects.toThrow('immutable');
  });
});
