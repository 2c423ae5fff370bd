import { ReleasePublished, ReleaseState } from '@polyphony/contracts';
import { eventually, testService, type TestService } from '@polyphony/testing';
import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { resultsAggregation } from '../service.js';
import type { Figure } from '../tally/figures.js';
import type { Inclusion } from '../tally/inclusion.js';
import { responses, translated, WaveFixture, type Sent } from '../wave.fixture.js';
import type { ReleaseChangesView, ReleaseView } from './release.queries.js';

describe('Releases of a wave', () => {
  let service: TestService;
  let wave: WaveFixture;
  let kenya: string;
  let brazil: string;
  let collapsing: string;
  let small: string;
  let first: ReleaseView;
  const ghana = uuid();

  const submit = async (assemblyId: string, rows: Sent[]) => {
    const { status } = await service.http.post(`/v1/assemblies/${assemblyId}/submissions`, {
      submissionId: uuid(),
      revision: 1,
      responses: rows,
    });
    expect(status).toBe(201);
  };
  const publish = (waveId = wave.waveId) =>
    service.http.post<ReleaseView & { code: string }>('/v1/releases', { waveId });
  const file = <T = unknown>(release: ReleaseView, name: string) =>
    service.http.as().get<T>(`/v1/releases/${release.id}/files/${name}`);
  const figuresOf = async (release: ReleaseView) => (await file<Figure[]>(release, 'figures.json')).body;
  const bytesOf = async (release: ReleaseView) =>
    Promise.all(
      ['figures.csv', 'figures.json', 'inclusion.json', 'methods.json'].map(
        async (name) => (await file(release, name)).text,
      ),
    );

  beforeAll(async () => {
    service = await testService(resultsAggregation);
    wave = await new WaveFixture(service).convene();
    kenya = await wave.assembly();
    brazil = await wave.assembly({ country: 'BR', region: 'latin-america-caribbean' });
    collapsing = await wave.assembly({
      country: 'PE',
      region: 'latin-america-caribbean',
      questions: translated([
        {
          questionId: 'Q1',
          grade: 'collapsing',
          recodeMap: [
            { local: 'si', common: ['agree'] },
            { local: 'otro', common: ['disagree', 'pass'] },
          ],
        },
      ]),
    });
    small = await wave.assembly({ country: 'GH', partnerId: ghana });
    await submit(kenya, responses({ agree: 20, disagree: 10 }));
    await submit(brazil, responses({ agree: 5, pass: 15 }));
    await submit(collapsing, responses({ si: 12, otro: 4 }));
    await submit(small, responses({ agree: 9 }));
    first = (await publish()).body;
  });
  afterAll(() => service?.remove());

  it('stand on their state topic as they are read over HTTP', async () => {
    await eventually(async () => {
      const [state] = (await service.published(ReleaseState)).filter(({ key }) => key === first.id);
      const { id: releaseId, version, ...release } = first;
      expect([state?.headers['ce_sequence'], state?.data]).toEqual([`${version}`, { releaseId, ...release }]);
    });
  });

  it('holds pooled figures of comparable assemblies only, and names the others with the reason', async () => {
    expect(first).toMatchObject({ number: 1, waveId: wave.waveId, methodologyVersionId: wave.versionId });
    expect(first.assemblyIds).toEqual([kenya, brazil, collapsing, small].sort());
    const figures = await figuresOf(first);
    expect(figures.find((figure) => figure.level === 'wave')).toEqual({
      questionId: 'Q1',
      timePoint: 'once',
      unitKind: 'participant',
      level: 'wave',
      group: wave.waveId,
      n: 59,
      codes: [
        { code: 'agree', count: 34, share: 0.576271 },
        { code: 'disagree', count: 10, share: 0.169492 },
        { code: 'pass', count: 15, share: 0.254237 },
      ],
      suppressed: false,
    });
    expect(figures.find((figure) => figure.group === collapsing)?.codes).toEqual([
      { code: 'agree', count: 12, share: 0.75 },
      { code: 'disagree+pass', count: 4, share: 0.25 },
    ]);
    const inclusion = (await file<Inclusion[]>(first, 'inclusion.json')).body;
    const q1 = inclusion.find((one) => one.questionId === 'Q1')!;
    expect(q1.included.map(({ assemblyId, grade }) => [assemblyId, grade])).toEqual(
      [kenya, brazil, small].sort().map((id) => [id, 'translated']),
    );
    expect(q1.leftOut).toEqual([
      {
        assemblyId: collapsing,
        country: 'PE',
        waiting: false,
        moreThanAttended: false,
        outsideWindow: false,
        reason: 'collapsing',
      },
    ]);
  });

  it('says which version of the method and which adaptation each assembly followed', async () => {
    const methods = (await file<{ assemblies: object[] }>(first, 'methods.json')).body;
    expect(methods).toMatchObject({ methodology: 'global-dialogue', semver: '1.0.0' });
    expect(methods.assemblies).toHaveLength(4);
    expect(methods.assemblies).toContainEqual({
      assemblyId: brazil,
      country: 'BR',
      region: 'latin-america-caribbean',
      adaptationId: expect.any(String),
      adaptationNumber: 1,
      methodologyVersionId: wave.versionId,
      semver: '1.0.0',
    });
  });

  it('shows no group of less than ten people, nor what would give it away', async () => {
    const figures = await figuresOf(first);
    const hidden = figures.filter((figure) => figure.suppressed).map(({ level, group }) => [level, group]);
    // Ghana's nine people would follow from Africa less Kenya.
    expect(hidden).toEqual(
      expect.arrayContaining([
        ['country', 'GH'],
        ['country', 'KE'],
        ['assembly', small],
        ['assembly', kenya],
      ]),
    );
    expect(hidden).toHaveLength(4);
    const csv = (await file(first, 'figures.csv')).text;
    expect(csv).toContain('Q1,once,participant,country,GH,,,,,true\r\n');
  });

  it('proves each file by its hash, in the manifest, the event and the ETag', async () => {
    const manifest = (await file<ReleaseView>(first, 'manifest.json')).body;
    for (const { name, sha256, bytes } of first.files) {
      const answer = await file(first, name);
      const content = Buffer.from(answer.text);
      expect([createHash('sha256').update(content).digest('hex'), content.length]).toEqual([sha256, bytes]);
      expect(answer.headers.get('etag')).toBe(`"${sha256}"`);
      if (name !== 'manifest.json') expect(manifest.files).toContainEqual({ name, sha256, bytes });
    }
    expect((await file(first, 'figures.csv')).headers.get('content-type')).toContain('text/csv');
    await eventually(async () => {
      const [event] = (await service.published(ReleasePublished)).filter((record) => record.key === first.id);
      expect(event?.data).toMatchObject({ number: 1, responses: 75, files: expect.arrayContaining(first.files) });
    });
  });

  it('is refused by the database to whoever wants to change it', async () => {
    const change = (sql: string) => service.database.query(sql);
    await expect(change('UPDATE release SET number = 9')).rejects.toThrow('immutable');
    await expect(change('DELETE FROM release_file')).rejects.toThrow('immutable');
    await expect(change(`UPDATE release_file SET content = ''`)).rejects.toThrow('immutable');
  });

  it('has the same bytes for the same data', async () => {
    const again = (await publish()).body;
    expect(again.number).toBe(2);
    expect(await bytesOf(again)).toEqual(await bytesOf(first));
  });

  it('takes late arrivals into the next release and leaves the old one as it was', async () => {
    const before = await bytesOf(first);
    const late = await wave.assembly({ country: 'GH' });
    await submit(late, responses({ agree: 8, pass: 4 }));
    const answers = await Promise.all([publish(), publish(), publish()]);
    const next = answers.map((answer) => answer.body).sort((a, b) => a.number - b.number);
    expect(next.map((release) => release.number)).toEqual([3, 4, 5]);
    expect((await figuresOf(next[0]!)).find((figure) => figure.level === 'wave')?.n).toBe(71);
    expect(await bytesOf(first)).toEqual(before);
    const changes = await service.http.get<ReleaseChangesView>(`/v1/releases/${next[0]!.id}/changes`);
    expect(changes.body).toEqual({
      releaseId: next[0]!.id,
      number: 3,
      previous: 2,
      newAssemblyIds: [late],
      questions: [{ questionId: 'Q1', timePoint: 'once', unitKind: 'participant', before: 59, after: 71 }],
    });
    const list = await service.http.get<{ items: ReleaseView[] }>(`/v1/releases?waveId=${wave.waveId}`);
    expect(list.body.items[0]).toEqual(first);
  });

  it('stands where its Location says, in the list of its wave, and in no other', async () => {
    const other = await new WaveFixture(service).convene();
    const answer = await publish();
    expect(answer.headers.get('location')).toBe(`/v1/releases/${answer.body.id}`);
    expect((await service.http.get(answer.headers.get('location')!)).body).toEqual(answer.body);
    const numbers = async (query: string) =>
      (await service.http.get<{ items: ReleaseView[] }>(`/v1/releases${query}`)).body.items.map(({ number }) => number);
    expect(await numbers(`?waveId=${wave.waveId}`)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await numbers('')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await numbers(`?waveId=${other.waveId}`)).toEqual([]);
  });

  it('says what is unknown or malformed', async () => {
    const code = async (path: string) => {
      const { status, body } = await service.http.get<{ code: string }>(path);
      return [status, body.code];
    };
    expect(await code(`/v1/releases/${uuid()}`)).toEqual([404, 'release-unknown']);
    expect(await code(`/v1/releases/${uuid()}/changes`)).toEqual([404, 'release-unknown']);
    expect(await code(`/v1/releases/${first.id}/files/people.csv`)).toEqual([404, 'release-file-unknown']);
    expect((await service.http.post('/v1/releases', {})).status).toBe(400);
  });

  it('waits for the wave to be known, and for answers', async () => {
    const unknown = await publish(uuid());
    expect([unknown.status, unknown.body.code, unknown.headers.get('retry-after')]).toEqual([
      409,
      'wave-not-seen',
      '1',
    ]);
    const empty = await new WaveFixture(service).convene();
    await eventually(async () => expect((await publish(empty.waveId)).body.code).toBe('wave-without-answers'));
  });
});
