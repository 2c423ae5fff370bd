import { AssemblyConcluded } from '@polyphony/contracts';
import { resetProjection } from '@polyphony/messaging';
import { eventually, testService, type TestService } from '@polyphony/testing';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { shareCopies } from '../quarantine/quarantine.js';
import { resultsAggregation } from '../service.js';
import type { Inclusion } from '../tally/inclusion.js';
import { responses, WaveFixture } from '../wave.fixture.js';
import type { ReleaseView } from './release.queries.js';

describe('A release and our copies of what others know', () => {
  let service: TestService;
  let wave: WaveFixture;
  let kenya: string;
  let silent: string;
  beforeAll(async () => {
    service = await testService(resultsAggregation);
    wave = await new WaveFixture(service).convene();
    kenya = await wave.assembly();
    silent = await wave.assembly({ country: 'GH', outsideWindow: true });
    await submit(kenya);
  });
  afterAll(() => service?.remove());

  const submit = (assemblyId: string) =>
    service.http.post(`/v1/assemblies/${assemblyId}/submissions`, {
      submissionId: uuid(),
      revision: 1,
      responses: responses({ agree: 20, disagree: 10 }),
    });
  const publish = () => service.http.post<ReleaseView & { code: string }>('/v1/releases', { waveId: wave.waveId });
  const copies = async () => [
    await service.database.query('SELECT * FROM methodology_version'),
    await service.database.query('SELECT * FROM adaptation ORDER BY adaptation_id'),
    await service.database.query('SELECT * FROM wave'),
    await service.database.query('SELECT * FROM assembly ORDER BY assembly_id'),
  ];
  const counted = () =>
    service.database.query(
      'SELECT series_id, tallied, count(*) FROM response WHERE counts GROUP BY series_id, tallied ORDER BY series_id, tallied',
    );

  it('flags more answers than people and what was held outside of the window, and names who sent nothing', async () => {
    await service.publish(
      new AssemblyConcluded({
        assemblyId: kenya,
        attendance: { invited: 60, confirmed: 40, attended: 29 },
        concludedAt: '2026-05-01T12:00:00.000Z',
      }),
      { id: kenya, version: 4 },
    );
    await eventually(async () =>
      expect(await service.database.query(`SELECT attended FROM assembly WHERE state = 'concluded'`)).toEqual([
        { attended: 29 },
      ]),
    );
    const { body } = await publish();
    const list = await service.http.get<Inclusion[]>(`/v1/releases/${body.id}/files/inclusion.json`);
    expect(list.body.find(({ questionId }) => questionId === 'Q1')).toMatchObject({
      included: [{ assemblyId: kenya, moreThanAttended: true, outsideWindow: false }],
      leftOut: [{ assemblyId: silent, reason: 'no-results', outsideWindow: true }],
    });
  });

  it.each(['methodology-version', 'adaptation', 'wave', 'assembly'])(
    'come to the same when the copy of each %s is rebuilt: nothing counts twice, and no release is made in between',
    async (name) => {
      const [before, tallies] = [await copies(), await counted()];
      const consumer = service.transport.consumer(name);
      // As a rebuild leaves it until the consumer has read again.
      await service.database.query(`DELETE FROM ${consumer.tables[0]}`);
      const between = await publish();
      expect([between.status, between.headers.get('retry-after')]).toEqual([409, '1']);
      await resetProjection(service.app.get(DataSource), consumer);
      await eventually(async () => expect(await copies()).toEqual(before));
      expect(await counted()).toEqual(tallies);
      expect((await publish()).status).toBe(201);
    },
  );

  it('are whole again before a release is made, although every answer has its assembly', async () => {
    const database = service.app.get(DataSource);
    const held = database.createQueryRunner();
    await held.startTransaction();
    // Whoever changes copies waits for this lock; the assembly that sent nothing is not told of again meanwhile.
    await shareCopies(held.manager);
    const [answering] = await service.database.query(
      'SELECT to_json(assembly) AS row FROM assembly WHERE assembly_id = $1',
      [kenya],
    );
    await resetProjection(database, service.transport.consumer('assembly'));
    await service.database.query('INSERT INTO assembly SELECT * FROM json_populate_record(NULL::assembly, $1)', [
      answering!['row'],
    ]);
    const between = await publish();
    await held.rollbackTransaction();
    await held.release();
    expect([between.status, between.body.code]).toEqual([409, 'assembly-not-seen']);
    await eventually(async () => expect((await publish()).status).toBe(201));
  });

  it('count once what arrives while assemblies are rebuilt', async () => {
    const late = await wave.assembly({ country: 'TZ' });
    await resetProjection(service.app.get(DataSource), service.transport.consumer('assembly'));
    await submit(late);
    await eventually(async () => {
      const [sum] = await service.database.query(`SELECT count(*)::int AS n FROM response WHERE assembly_id = $1`, [
        late,
      ]);
      expect(sum).toEqual({ n: 30 });
    });
    await eventually(async () => expect((await publish()).body.assemblyIds).toEqual([kenya, late].sort()));
  });
});
