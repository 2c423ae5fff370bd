import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { jest } from '@jest/globals';
import { eventually, HttpClient, STAFF, type HttpAnswer } from '@polyphony/testing';
import { faultTimeout } from '../config.js';
import { CommandLine } from '../support/command-line.js';
import { FaultWorld } from '../support/fault-world.js';
import { PARTNER_PROFILE } from '../support/partner-profile.js';
import type { ServiceProcess } from '../support/service-process.js';

jest.setTimeout(faultTimeout());

const LATER = { status: 503, retryAfter: '2', type: 'application/problem+json', code: 'deadline-exceeded' };

describe('An engine that stands still, and refuses nobody', () => {
  let world: FaultWorld;
  let registry: ServiceProcess;
  let http: HttpClient;
  beforeEach(async () => {
    world = await FaultWorld.create(['partner-registry', 'assembly-scheduling'], { REQUEST_DEADLINE_MS: '4000' });
    [registry] = await Promise.all([world.start('partner-registry'), world.start('assembly-scheduling')]);
    http = new HttpClient(registry.url, STAFF);
  });
  afterEach(() => world?.remove());

  const register = (idempotencyKey: string) =>
    http.post<{ id: string; version: number }>('/v1/partners', PARTNER_PROFILE, { idempotencyKey });
  const said = ({ status, headers, body }: HttpAnswer<unknown>) => ({
    status,
    retryAfter: headers.get('retry-after'),
    type: headers.get('content-type')?.split(';')[0],
    code: (body as { code?: string }).code,
  });
  const health = async () => [
    (await http.get('/health/live')).status,
    (await http.get<{ code?: string }>('/health/ready')).body.code ?? 200,
  ];
  /** The command line on these engines, with a folder of its own. */
  const commandLine = () => {
    const cli = new CommandLine();
    cli.env = {
      DATABASE_URL: world.postgres.url,
      KAFKA_BROKERS: world.kafka.brokers.join(','),
      POLYPHONY_DATABASE: 'polyphony',
      POLYPHONY_TOPIC_PREFIX: '',
    };
    return cli;
  };
  const VERBS = [
    ['doctor'],
    ['migrate'],
    ['topics', '--create'],
    ['parked', 'list', 'partner-registry'],
    ['rebuild', 'assembly-scheduling.host-partner'],
  ];
  const codesAndTexts = async (verbs: string[][]) => {
    const cli = commandLine();
    const ends = await Promise.all(verbs.map((verb) => cli.run(...verb)));
    rmSync(cli.folder, { recursive: true });
    return ends;
  };

  it('as PostgreSQL: every request is answered 503, the service is alive and not ready, and all is well afterwards', async () => {
    expect((await register(randomUUID())).status).toBe(201);
    await world.postgres.pause();
    // More than there are connections: some wait for an answer, the others for a connection.
    const keys = Array.from({ length: 12 }, () => randomUUID());
    const commands = keys.map(register);
    const reads = Array.from({ length: 12 }, () => http.get('/v1/partners'));
    for (const answer of await Promise.all([...commands, ...reads])) expect(said(answer)).toEqual(LATER);
    expect(await health()).toEqual([200, 'engine-unavailable']);
    for (const { code, printed } of await codesAndTexts(VERBS)) {
      expect(printed).toMatch(/PostgreSQL at .* cannot be used|127.0.0.1:\d+: .*time/);
      expect(code).toBe(1);
    }
    await world.postgres.resume();
    await eventually(async () => expect(await health()).toEqual([200, 200]), { timeoutMs: 60_000 });
    await eventually(
      async () => {
        const repeated = await Promise.all(keys.map(register));
        expect(repeated.map(({ status }) => status)).toEqual(keys.map(() => 201));
      },
      { timeoutMs: 60_000 },
    );
    expect(await world.query('partner-registry', 'SELECT count(*)::int FROM partner')).toEqual([{ count: 13 }]);
  });

  it('as PostgreSQL does not keep a service from ending', async () => {
    await world.postgres.pause();
    expect(said(await http.get('/v1/partners'))).toEqual(LATER);
    const ended = registry.ended();
    registry.askToEnd();
    expect(await ended).toEqual({ forced: false });
  });

  it('as Kafka: HTTP goes on, and what waited is published and applied afterwards', async () => {
    await world.kafka.pause();
    const { body: partner, status } = await register(randomUUID());
    expect(status).toBe(201);
    await http.post(`/v1/partners/${partner.id}/activation`, {}, { ifMatch: '"1"' });
    expect(await health()).toEqual([200, 200]);
    const [doctor, topics] = await codesAndTexts([['doctor'], ['topics', '--create']]);
    expect(doctor).toMatchObject({ code: 1, printed: expect.stringMatching(/kafka .*127.0.0.1:\d+: .*time/) });
    expect(topics).toMatchObject({ code: 1, printed: expect.stringMatching(/Kafka at .* cannot be used/) });
    await world.kafka.resume();
    await eventually(
      async () =>
        expect(await world.query('assembly-scheduling', 'SELECT active FROM host_partner')).toEqual([{ active: true }]),
      { timeoutMs: 90_000 },
    );
  });
});
