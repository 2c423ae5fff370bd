import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readLog } from '@polyphony/messaging';
import { ApiDescription, eventually, HttpClient, STAFF, testEngines, testIssuer } from '@polyphony/testing';
import { CommandLine, living } from '../support/command-line.js';
import { outsider } from '../support/outsider.js';
import { PARTNER_PROFILE } from '../support/partner-profile.js';

const CONSUMER = 'assembly-scheduling.host-partner';

describe('The command line', () => {
  let cli: CommandLine;
  beforeEach(() => {
    cli = new CommandLine();
  });
  afterEach(() => cli.remove(), 120_000);

  const sql = (statement: string) => cli.sql(statement);
  /** A record under the key of a partner that nobody has registered. @returns its offset */
  const sendMalformed = async (): Promise<string> => {
    const producer = outsider(testEngines().brokers).producer();
    await producer.connect();
    const headers = { ce_type: 'partner.activated.v1', ce_sequence: '1' };
    const messages = [{ partition: 0, key: randomUUID(), value: '{', headers }];
    const [sent] = await producer.send({ topic: `${cli.prefix}partner-registry.partner`, messages });
    await producer.disconnect();
    return sent!.baseOffset!;
  };
  const copies = () => sql('SELECT partner_id, active FROM assembly_scheduling.host_partner');

  it('lists a parked event, replays it when its cause is mended, rebuilds a copy, and states everything anew', async () => {
    cli.env = (await testIssuer()).environment;
    expect(await cli.run('up')).toMatchObject({ code: 0 });
    const registry = new HttpClient(
      cli.services()['partner-registry'].url,
      STAFF,
      ApiDescription.of('partner-registry'),
    );
    const { body: partner } = await registry.post<{ id: string }>('/v1/partners', PARTNER_PROFILE);
    await eventually(async () => expect(await copies()).toEqual([{ partner_id: partner.id, active: null }]));
    await sql('ALTER TABLE assembly_scheduling.host_partner RENAME TO mislaid');
    await registry.post(`/v1/partners/${partner.id}/activation`, {}, { ifMatch: '"1"' });

    await eventually(async () => {
      const { printed } = await cli.run('parked', 'list', 'assembly-scheduling', '--json');
      expect(JSON.parse(printed)).toMatchObject([{ key: partner.id, type: 'partner.activated.v1', attempts: 3 }]);
    });
    const sick = await cli.run('doctor');
    expect(sick).toMatchObject({ code: 1, printed: expect.stringMatching(/parked events: 1/) });

    const again = await cli.run('parked', 'replay', CONSUMER);
    expect(again.code).toBe(1);
    expect(JSON.parse(again.printed)).toMatchObject({ applied: 0, remaining: [{ key: partner.id }] });
    const nowhere = ['partner-registry.partner', '0', '900', '--reason', 'test', '--by', 'me'];
    const nothing = await cli.run('parked', 'discard', CONSUMER, ...nowhere);
    expect(nothing).toMatchObject({ code: 1, printed: expect.stringMatching(/^Nothing was discarded: .*offset 900/) });

    await sql('ALTER TABLE assembly_scheduling.mislaid RENAME TO host_partner');
    const replayed = await cli.run('parked', 'replay', CONSUMER);
    expect(JSON.parse(replayed.printed)).toEqual({ applied: 1, remaining: [] });
    expect(await cli.run('parked', 'list')).toEqual({ code: 0, printed: 'Nothing is parked\n' });
    const right = [{ partner_id: partner.id, active: true }];
    expect(await copies()).toEqual(right);

    await sql('UPDATE assembly_scheduling.host_partner SET active = false');
    expect(await cli.run('rebuild', CONSUMER)).toMatchObject({ code: 0 });
    await eventually(async () => expect(await copies()).toEqual(right));

    const place = ['partner-registry.partner', '0', await sendMalformed(), '--reason', 'none of ours', '--by', 'me'];
    for (const consumer of [CONSUMER, 'methodology.network-partner'])
      await eventually(async () =>
        expect(await cli.run('parked', 'discard', consumer, ...place)).toMatchObject({ code: 0 }),
      );
    // Neither parked any more, nor a change that the registry would have lost.
    expect(await cli.run('doctor')).toMatchObject({ code: 0, printed: expect.stringMatching(/All is well/) });

    const appended = await cli.run('states', 'partner-registry');
    expect(appended.printed).toMatch(/partner-registry\.partner-state +1\n/);
    await eventually(async () => {
      const { brokers } = testEngines();
      const log = await readLog({ brokers, clientId: 'stories' }, `${cli.prefix}partner-registry.partner-state`);
      // A send that Kafka refused in part is sent again whole.
      const states = [...new Map(log.map((record) => [record.headers['ce_id'], record])).values()];
      expect(states.map(({ key, headers }) => [key, headers['ce_sequence']])).toEqual(
        ['1', '2', '2'].map((sequence) => [partner.id, sequence]),
      );
      expect(states[2]!.value).toEqual(states[1]!.value);
    });

    const services = Object.values(cli.services()).map(({ pid }) => pid);
    expect(living(services)).toHaveLength(4);
    expect(await cli.run('down')).toMatchObject({ code: 0 });
    expect(living(services)).toEqual([]);
  }, 600_000);

  it('names the engine that is out of reach, and looks at what else there is', async () => {
    cli.env = (await testIssuer()).environment;
    expect(await cli.run('migrate')).toMatchObject({ code: 0 });
    const fresh = (await cli.run('doctor')).printed;
    expect(fresh).toMatch(/topics +0 of \d+, 0 records; missing: /);
    expect(fresh).toMatch(/log +agrees with what the services have stored/);
    expect(await cli.run('topics', '--create')).toMatchObject({ code: 0 });
    cli.env['KAFKA_BROKERS'] = '127.0.0.1:1';
    const topics = await cli.run('topics');
    expect(topics.code).toBe(1);
    expect(topics.printed).toMatch(/Kafka at 127.0.0.1:1 cannot be used: .*\n"npx polyphony doctor"/);
    expect(topics.printed).not.toContain('PostgreSQL');
    const { code, printed } = await cli.run('doctor');
    expect([code, printed.match(/^!!.*$/gm)]).toEqual([1, [expect.stringMatching(/^!! +kafka +127.0.0.1:1: /)]]);
    expect(printed.match(/migrations done/g)).toHaveLength(4);
  }, 600_000);

  it('starts again after it was killed and a stranger got its process id, with none of the services that it left behind', async () => {
    const killed = cli.start('start');
    const left = await cli.started(killed);
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    expect(living(left)).toHaveLength(4);
    cli.giveOwnersIdTo(process.pid);

    const next = cli.start('start');
    const running = await cli.started(next);
    expect(living(left)).toEqual([]);
    expect(living(running)).toHaveLength(4);

    next.child.kill('SIGINT');
    expect(await once(next.child, 'exit')).toEqual([130, null]);
    expect(living(running)).toEqual([]);
  }, 600_000);
});
