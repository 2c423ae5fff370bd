import {
  eventually,
  HttpClient,
  testService,
  type HttpAnswer,
  type TestActor,
  type TestService,
} from '@polyphony/testing';
import { once } from 'node:events';
import { connect } from 'node:net';
import { whoami } from './whoami.js';

const ANA: TestActor = { actor: 'ana', role: 'analyst' };
const BEN: TestActor = { actor: 'ben', role: 'analyst' };
/** Sent at once, they come to more than the rate even where that takes ten seconds. */
const FLOOD = 60;
const RATES = { RATE_LIMIT_ACTOR: '5', RATE_LIMIT_ADDRESS: '5' };

type Answer = HttpAnswer<{ code?: string }>;
const flood = (send: () => Promise<Answer>): Promise<Answer[]> => Promise.all(Array.from({ length: FLOOD }, send));
const refusedOf = (answers: Answer[]): Answer[] => answers.filter(({ status }) => status === 429);

describe('A service holds everybody to a rate', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService(whoami, RATES, []);
  });
  afterAll(() => service?.remove());

  const ask = (actor?: TestActor, headers: Record<string, string> = {}, path = '/v1/whoami', url = service.url) =>
    new HttpClient(url, actor).get<{ code?: string }>(path, { headers });

  it('says 429 and when to come again to an actor who asks too often, answers then, and meanwhile everybody else', async () => {
    const flooding = flood(() => ask(ANA));
    expect((await ask(BEN)).status).toBe(200);
    const refused = refusedOf(await flooding);
    expect(refused).not.toEqual([]);
    for (const { body, headers } of refused)
      expect([body.code, headers.get('retry-after'), headers.get('content-type')]).toEqual([
        'rate-exceeded',
        '1',
        expect.stringContaining('application/problem+json'),
      ]);
    await eventually(async () => expect((await ask(ANA)).status).toBe(200));
  });

  it.each([
    ['no token', '/v1/public', {}],
    ['tokens that do not count, none like the other,', '/v1/whoami', { authorization: 'Bearer x' }],
    ['paths that lead nowhere', '/v1/nowhere', {}],
  ])('counts requests with %s by their address, which hinders no actor', async (_, path, headers) => {
    let number = 0;
    const varied = (): Record<string, string> =>
      Object.fromEntries(Object.entries<string>(headers).map(([name, value]) => [name, value + number++]));
    const flooding = flood(() => ask(undefined, varied(), path));
    await eventually(async () => expect((await ask(BEN)).status).toBe(200));
    expect(refusedOf(await flooding)).not.toEqual([]);
  });

  it('always says how it is', async () => {
    const statuses = (await flood(() => ask(undefined, {}, '/health/live'))).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('believes only its proxies for whom they ask', async () => {
    let guest = 0;
    const asGuest = (url: string) => ask(undefined, { 'x-forwarded-for': `198.51.100.${guest++}` }, '/v1/public', url);
    expect(refusedOf(await flood(() => asGuest(service.url)))).not.toEqual([]);
    const behind = await service.replica({ ...RATES, TRUSTED_PROXIES: 'loopback', ROLES: 'http' });
    try {
      const url = await behind.app.getUrl();
      expect(refusedOf(await flood(() => asGuest(url)))).toEqual([]);
      const shared = () => ask(undefined, { 'x-forwarded-for': '192.0.2.1' }, '/v1/public', url);
      expect(refusedOf(await flood(shared))).not.toEqual([]);
      // The proxy has added the address that asked it, which is as private as its own and yet that of no proxy.
      const claim = () => ask(undefined, { 'x-forwarded-for': `203.0.113.${guest++}, 10.1.2.3` }, '/v1/public', url);
      expect(refusedOf(await flood(claim))).not.toEqual([]);
    } finally {
      await behind.stop();
    }
  });
});

describe('A service waits for no request that does not come', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService(whoami, { REQUEST_DEADLINE_MS: '500' }, []);
  });
  afterAll(() => service?.remove());

  it.each([
    ['408', 'request-too-slow', 'GET /v1/public HTTP/1.1\r\nhost:'],
    [
      '408',
      'request-too-slow',
      'POST /v1/whoami HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
    ],
    ['431', 'head-too-large', `GET /v1/public HTTP/1.1\r\nhost: ${'x'.repeat(32_000)}\r\n\r\n`],
    ['400', 'request-malformed', 'Hello\r\n\r\n'],
  ])('and says %s %s', async (status, code, sent) => {
    const { hostname, port } = new URL(service.url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.write(sent);
    await once(socket, 'close');
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*application/problem\\+json[^]*"code":"${code}"`));
  });
});
