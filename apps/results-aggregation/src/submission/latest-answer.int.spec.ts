import { testService, type TestService } from '@polyphony/testing';
import fc from 'fast-check';
import { resultsAggregation } from '../service.js';
import type { AssemblyTallies } from '../tally/tally.view.js';
import { WaveFixture } from '../wave.fixture.js';
import { arrivalsOf, cuts, lastArrivals, latestAnswers, parcels, type Parcel } from './latest-answer.fixture.js';

const ARRIVALS = parcels.chain((sent) => fc.tuple(fc.constant(sent), arrivalsOf(sent)));

describe('The answer that counts', () => {
  let service: TestService;
  let wave: WaveFixture;
  beforeAll(async () => {
    service = await testService(resultsAggregation);
    wave = await new WaveFixture(service).convene();
  });
  afterAll(() => service?.remove());

  const send = async (arrivals: Parcel[]): Promise<string> => {
    const assemblyId = await wave.assembly();
    for (const { submissionId, revision, rows } of arrivals) {
      const { status } = await service.http.post(`/v1/assemblies/${assemblyId}/submissions`, {
        submissionId,
        revision,
        responses: rows,
      });
      expect(status).toBe(201);
    }
    return assemblyId;
  };
  const counting = async (assemblyId: string) => {
    const rows = await service.database.query<{ unit: string; code: string }>(
      `SELECT unit_id AS unit, code FROM response WHERE assembly_id = $1 AND counts`,
      [assemblyId],
    );
    return Object.fromEntries(rows.map(({ unit, code }) => [unit, code]));
  };
  const tallied = async (assemblyId: string) => {
    const { body } = await service.http.get<AssemblyTallies>(`/v1/assemblies/${assemblyId}/tallies`);
    return body.series[0]!.codes;
  };

  it('is the latest, in whatever order and however often the submissions arrive, and the tallies are its sums', async () => {
    await fc.assert(
      fc.asyncProperty(ARRIVALS, async ([sent, arrivals]) => {
        const assemblyId = await send(arrivals);
        const latest = latestAnswers(sent);
        expect(await counting(assemblyId)).toEqual(latest);
        const given = sent.flatMap(({ rows }) => rows.map((row) => row.code!));
        const codes = [...new Set(given)].sort();
        expect(await tallied(assemblyId)).toEqual(
          codes.map((code) => ({
            code,
            current: Object.values(latest).filter((one) => one === code).length,
            accepted: given.filter((one) => one === code).length,
          })),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('is the same however the answers are cut into submissions', async () => {
    await fc.assert(
      fc.asyncProperty(cuts, async ([one, other]) => {
        expect(await counting(await send(one))).toEqual(await counting(await send(other)));
      }),
      { numRuns: 10 },
    );
  });

  it('would be another if the last arrival won', () => {
    const lastWins = fc.property(ARRIVALS, ([sent, arrivals]) => {
      expect(lastArrivals(arrivals)).toEqual(latestAnswers(sent));
    });
    expect(fc.check(lastWins, { numRuns: 500 }).failed).toBe(true);
  });
});
