import { itemsOf, keyed, on, Refused, viewOf } from '@polyphony/client';
import type { Actor } from '@polyphony/service-kit';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { Api } from './api.js';

interface Asked {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

type Answer = { status: number; headers?: Record<string, string>; body: object } | 'hang up';

describe('the client of the services', () => {
  let server: Server;
  let asked: Asked[];
  let answers: Answer[];
  let api: Api;
  let interruption: AbortController;

  beforeEach(async () => {
    asked = [];
    answers = [];
    interruption = new AbortController();
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url, headers } = request;
        asked.push({ method: method!, url: url!, headers, body: Buffer.concat(chunks) });
        const answer = answers.shift()!;
        if (answer === 'hang up') return void request.socket.destroy();
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
        response.end(JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const urls = { 'partner-registry': url, methodology: url, 'assembly-scheduling': url, 'results-aggregation': url };
    const sign = ({ id, role, partnerId }: Actor) => Promise.resolve([id, role, partnerId].join('/'));
    api = new Api(urls, sign, { id: 'me', role: 'fellow', partnerId: 'p-1' }, 'run-1', interruption.signal);
  });

  const release = (key: string, waveId = 'w') =>
    viewOf(api.results.POST('/v1/releases', { params: keyed(key), body: { waveId } }));

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('says who acts, under a key of this run and with the entity tag that it has', async () => {
    answers.push({ status: 200, body: { id: 'a', version: 4 } });
    const params = on({ id: 'a', version: 3 });
    await viewOf(api.methodology.POST('/v1/adaptations/{id}/submission', { params }));
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: '/v1/adaptations/a/submission',
      headers: {
        authorization: 'Bearer me/fellow/p-1',
        'if-match': '"3"',
        'idempotency-key': 'run-1:/v1/adaptations/a/submission@3',
      },
    });
  });

  it.each([
    ['something has not been seen yet', 409, 'wave-not-seen'],
    ['it has asked too often', 429, 'rate-exceeded'],
    ['an engine is away', 503, 'engine-unavailable'],
  ])('asks again with the same key when %s', async (_, status, code) => {
    answers.push(
      { status, headers: { 'retry-after': '0.01' }, body: { code } },
      { status: 201, body: { id: 'a', version: 1 } },
    );
    await expect(release('release')).resolves.toEqual({ id: 'a', version: 1 });
    expect(asked.map(({ headers }) => headers['idempotency-key'])).toEqual(['run-1:release', 'run-1:release']);
  });

  it('asks again with the same key when the connection breaks, as the command may have been done', async () => {
    answers.push('hang up', { status: 201, body: { id: 'a', version: 1 } });
    await release('one');
    expect(asked.map(({ headers }) => headers['idempotency-key'])).toEqual(['run-1:one', 'run-1:one']);
  });

  it('takes a refusal without Retry-After as final', async () => {
    answers.push({ status: 422, body: { code: 'release-empty', detail: 'Nothing to publish' } });
    await expect(release('x')).rejects.toThrow(Refused);
    expect(asked).toHaveLength(1);
  });

  it('sends large bodies as gzip', async () => {
    answers.push({ status: 201, body: {} });
    const body = { waveId: 'x'.repeat(50_000) };
    await release('large', body.waveId);
    expect(asked[0]!.headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(asked[0]!.body).toString())).toEqual(body);
  });

  it('reads a list to its last page', async () => {
    answers.push({ status: 200, body: { items: [1, 2], next: 'more' } }, { status: 200, body: { items: [3] } });
    const found = itemsOf((page) =>
      api.registry.GET('/v1/partners', { params: { query: { status: 'active', ...page } } }),
    );
    await expect(found).resolves.toEqual([1, 2, 3]);
    expect(asked[1]!.url).toBe('/v1/partners?status=active&limit=200&cursor=more');
  });

  it('gives up at once when it is interrupted', async () => {
    answers.push({ status: 409, headers: { 'retry-after': '30' }, body: { code: 'partner-not-seen' } });
    const waiting = release('x');
    setTimeout(() => interruption.abort(), 20);
    await expect(waiting).rejects.toThrow();
  });
});
