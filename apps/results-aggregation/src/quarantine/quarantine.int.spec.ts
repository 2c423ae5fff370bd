import { eventually, testService, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { resultsAggregation } from '../service.js';
import { responses, WaveFixture } from '../wave.fixture.js';

describe('The end of a quarantine', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService(resultsAggregation);
  });
  afterAll(() => service?.remove());

  /** Keeps how transactions that write to these tables commit, as each sees it at its end. */
  const watchCommits = (...tables: string[]) =>
    service.database.query(`
      CREATE TABLE seen (changed text, synchronous_commit text);
      CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$ BEGIN
        INSERT INTO seen VALUES (coalesce(to_jsonb(NEW) ->> 'type', TG_TABLE_NAME), current_setting('synchronous_commit'));
        RETURN NULL;
      END $$;
      ${tables.map((table) => `CREATE CONSTRAINT TRIGGER see AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION see();`).join('\n')}`);
  const commitsOf = (changed: string) =>
    service.database.query('SELECT DISTINCT synchronous_commit AS waits FROM seen WHERE changed = $1', [changed]);

  it('is on disk before its event can be published, while a plain copy need not be', async () => {
    const wave = await new WaveFixture(service).convene();
    const [assemblyId, adaptationId] = [uuid(), uuid()];
    const sent = await service.http.post<{ state: string }>(`/v1/assemblies/${assemblyId}/submissions`, {
      submissionId: 'early',
      revision: 1,
      responses: responses({ agree: 2 }),
    });
    expect(sent.body.state).toBe('quarantined');
    await watchCommits('outbox', 'wave');
    await new WaveFixture(service).convene();
    await wave.approve(adaptationId);
    await wave.propose(assemblyId);
    await wave.attach(assemblyId, adaptationId);
    await wave.start(assemblyId);
    await eventually(async () => expect(await commitsOf('submission.released.v1')).toEqual([{ waits: 'on' }]));
    await eventually(async () => expect(await commitsOf('wave')).toEqual([{ waits: 'off' }]));
  });
});
