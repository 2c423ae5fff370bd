import { eventually, HttpClient, STAFF, TestAuthority } from '@polyphony/testing';
import { PARTNER_PROFILE } from '../support/partner-profile.js';
import type { ServiceProcess } from '../support/service-process.js';
import { SecuredEngines, STRANGER } from './secured-engines.js';

const TOPIC = 'partner-registry.partner';

describe('With a PostgreSQL and a Kafka that demand TLS and a password', () => {
  let engines: SecuredEngines;
  beforeAll(async () => {
    engines = await SecuredEngines.start();
  }, 120_000);
  afterAll(() => engines?.remove());

  const { ca: anotherCa } = new TestAuthority();
  const http = ({ url }: ServiceProcess) => new HttpClient(url, STAFF);
  const register = (registry: ServiceProcess) => http(registry).post<{ id: string }>('/v1/partners', PARTNER_PROFILE);
  const health = async (service: ServiceProcess) => {
    const answers = [await http(service).get('/health/live'), await http(service).get('/health/ready')];
    return answers.map(({ status }) => status);
  };
  /** A change of the database's address. */
  const database = (change: (url: URL) => void): NodeJS.ProcessEnv => {
    const url = engines.databaseOf('partner-registry');
    change(url);
    return { DATABASE_URL: url.href };
  };
  const NO_TLS = { KAFKA_TLS_CA: undefined, KAFKA_SASL_MECHANISM: undefined, KAFKA_SASL_USERNAME: undefined };

  it('a change gets from its command to the copy of another service, each of which has its own rights only', async () => {
    const registry = await engines.service('partner-registry');
    await engines.service('assembly-scheduling');
    const { body: partner } = await register(registry);
    await http(registry).post(`/v1/partners/${partner.id}/activation`, {}, { ifMatch: '"1"' });
    await eventually(async () =>
      expect(await engines.query('SELECT partner_id, active FROM assembly_scheduling.host_partner')).toEqual([
        { partner_id: partner.id, active: true },
      ]),
    );
    engines.cli.env = engines.operator();
    expect(await engines.cli.run('doctor')).toMatchObject({ printed: expect.stringMatching(/topics +(\d+) of \1,/) });
    await registry.stop();
  }, 120_000);

  describe('a service that does not get through to Kafka says why, and goes on with HTTP as in any outage of Kafka', () => {
    const WRONG: [string, NodeJS.ProcessEnv, RegExp][] = [
      ['a wrong password', { KAFKA_SASL_PASSWORD: 'wrong' }, /authentication failed.*invalid credentials/],
      ['an authority that is not trusted', { KAFKA_TLS_CA: anotherCa }, /unable to verify|self-signed certificate/],
      ['no TLS', { ...NO_TLS, KAFKA_SASL_PASSWORD: undefined }, /demands TLS/],
    ];
    // All at once, as kafkajs tries for a quarter of a minute before it says so.
    const services = new Map<string, ServiceProcess>();
    beforeAll(async () => {
      await Promise.all(
        WRONG.map(async ([what, wrong]) => services.set(what, await engines.service('partner-registry', wrong))),
      );
    }, 60_000);

    it.each(WRONG)(
      'with %s',
      async (what, wrong, says) => {
        const registry = services.get(what)!;
        await eventually(() => expect(registry.log).toMatch(says), { timeoutMs: 60_000 });
        expect(await health(registry)).toEqual([200, 200]);
        expect((await register(registry)).status).toBe(201);
        expect(registry.log).not.toMatch(/password-of|wrong/);
        await registry.stop();
        engines.cli.env = engines.operator(wrong);
        expect(await engines.cli.run('doctor')).toMatchObject({ code: 1, printed: expect.stringMatching(says) });
      },
      120_000,
    );
  });

  it.each([
    ['a wrong password', (url: URL) => (url.password = 'wrong'), /password authentication failed for user "partner_/],
    ['an authority that nobody made', (url: URL) => url.searchParams.set('sslrootcert', '/none'), /ENOENT.*\/none/],
    ['the authorities of Node', (url: URL) => url.searchParams.delete('sslrootcert'), /unable to verify|self-signed/],
    ['no TLS', (url: URL) => (url.search = ''), /no pg_hba.conf entry.*no encryption/],
  ])('a service with %s for PostgreSQL does not start, and says why', async (_, change, says) => {
    await expect(engines.service('partner-registry', database(change))).rejects.toThrow(says);
  });

  it.each([STRANGER, 'methodology', 'assembly-scheduling'])('%s may not write what the registry says', async (user) => {
    const producer = engines.client(user).producer();
    await producer.connect();
    const sent = producer.send({ topic: TOPIC, messages: [{ value: '{}' }] });
    await expect(sent).rejects.toThrow(/[Nn]ot authorized/);
    await producer.disconnect();
  });

  it.each([STRANGER, 'results-aggregation'])('%s may not read about partners', async (user) => {
    const consumer = engines.client(user).consumer({ groupId: `${user}.curious` });
    await consumer.connect();
    await expect(consumer.subscribe({ topic: TOPIC, fromBeginning: true })).rejects.toThrow(/[Nn]ot authorized/);
    await consumer.disconnect();
  });
});
