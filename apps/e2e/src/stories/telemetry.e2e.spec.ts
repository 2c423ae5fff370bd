import { serviceUrls } from '@polyphony/engines';
import { SERVICES, type ServiceName } from '@polyphony/contracts';
import { eventually, fellowOf, testEngines, testIssuer } from '@polyphony/testing';
import { Platform } from '../support/platform.js';
import { Scraped } from '../support/scraped.js';
import { TraceCollector } from '../support/trace-collector.js';

const NAME = 'Amara Okonkwo-Lindqvist';
const CALLER = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const TRACEPARENT = `00-${CALLER.traceId}-${CALLER.spanId}-01`;
const UNSAMPLED = '00-11111111111111111111111111111111-2222222222222222-00';

interface Partner {
  id: string;
  version: number;
}

describe('What four services tell of the registration and activation of a partner', () => {
  let collector: TraceCollector;
  let platform: Platform;
  let partner: Partner;
  let token: string;

  beforeAll(async () => {
    collector = await TraceCollector.start();
    platform = await Platform.start({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      MANAGEMENT_PORT: '0',
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'json',
    });
    partner = await register(TRACEPARENT);
    token = await (await testIssuer()).token(fellowOf(partner.id));
    await activate(partner, TRACEPARENT);
    await eventually(async () => expect(await copyOf(partner)).toEqual([{ active: true }]));
  }, 120_000);
  afterAll(async () => {
    await platform?.remove();
    await collector?.stop();
  });

  const registry = () => platform.as('partner-registry');
  const register = async (traceparent: string): Promise<Partner> => {
    const body = {
      kind: 'person',
      standing: 'fellow',
      name: NAME,
      country: 'SE',
      languages: ['sv'],
      topics: ['climate'],
      independence: { interests: [`${NAME} owns a forest`] },
    };
    const { status, body: registered } = await registry().post<Partner>('/v1/partners', body, {
      headers: { traceparent },
    });
    expect(status).toBe(201);
    return registered;
  };
  const activate = async ({ id, version }: Partner, traceparent: string) => {
    const options = { ifMatch: `"${version}"`, headers: { traceparent } };
    expect((await registry().post(`/v1/partners/${id}/activation`, {}, options)).status).toBe(200);
  };
  const copyOf = ({ id }: Partner) =>
    platform.query('SELECT active FROM assembly_scheduling.host_partner WHERE partner_id = $1', [id]);
  const linesOf = (service: ServiceName) =>
    platform
      .logOf(service)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('is one trace, from the request through outbox and Kafka to the change of each copy', async () => {
    const path = [
      'partner-registry: POST /v1/partners/:id/activation',
      'partner-registry: append partner.activated.v1',
      'partner-registry: publish partner-registry.partner',
    ];
    await eventually(() => {
      const ends = collector.spans.filter(
        ({ traceId, name }) => traceId === CALLER.traceId && name.startsWith('process'),
      );
      const paths = ends.map((span) => collector.pathTo(span));
      for (const follower of ['assembly-scheduling', 'methodology'])
        expect(paths).toContainEqual([...path, `${follower}: process partner-registry.partner`]);
    });
    const [request] = collector.spans.filter(({ name }) => name.endsWith('/activation'));
    expect(request).toMatchObject({ parentSpanId: CALLER.spanId, kind: 2, failed: false });
    expect(request!.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/v1/partners/:id/activation',
      'http.response.status_code': 200,
    });
    expect(collector.spans.filter(({ name, failed }) => name.startsWith('process') && failed)).toEqual([]);
    const handled = collector.spans.find(
      ({ attributes }) => attributes['messaging.consumer.group.name'] === 'assembly-scheduling.host-partner',
    );
    expect(handled).toMatchObject({
      kind: 5,
      attributes: { 'messaging.system': 'kafka', 'messaging.destination.name': 'partner-registry.partner' },
    });
  });

  it('says nothing of a trace that its caller does not keep, nor of questions about health', async () => {
    const unkept = await register(UNSAMPLED);
    await registry().get('/health/ready');
    await activate(unkept, `00-33333333333333333333333333333333-2222222222222222-01`);
    await eventually(() => {
      const kept = collector.spans.filter(({ traceId }) => traceId.startsWith('3333'));
      expect(kept.map(({ name }) => name)).toContain('process partner-registry.partner');
    });
    expect(collector.spans.filter(({ traceId }) => traceId.startsWith('1111'))).toEqual([]);
    expect(collector.spans.filter(({ name }) => name.includes('/health'))).toEqual([]);
  });

  it('names no address in its metrics, only templates of routes', async () => {
    const { text, labels } = await Scraped.from(platform.managementUrlOf('partner-registry')).then((scraped) => ({
      text: scraped.text,
      labels: scraped.labels('polyphony_http_request_duration_seconds_count', 'route'),
    }));
    expect(labels).toContain('/v1/partners/:id/activation');
    expect(text).not.toContain(partner.id);
  });

  it('finds an answer that went wrong in the log by the id of its trace', async () => {
    await platform.query('ALTER TABLE partner_registry.partner RENAME TO partner_away');
    const { status, body } = await registry().get<{ traceId: string }>('/v1/partners');
    await platform.query('ALTER TABLE partner_registry.partner_away RENAME TO partner');
    expect(status).toBe(500);
    const about = linesOf('partner-registry').filter((line) => line['trace_id'] === body.traceId);
    expect(about).toContainEqual(expect.objectContaining({ level: 'error', context: 'http' }));
    await eventually(() => {
      const spans = collector.spans.filter(({ traceId }) => traceId === body.traceId);
      expect(spans).toEqual([expect.objectContaining({ name: 'GET /v1/partners', failed: true })]);
    });
  });

  it('holds no name, token, password or key, in any log or trace', async () => {
    await registry().post('/v1/partners', { name: NAME, kind: 'person', nickname: NAME });
    await registry().get('/v1/partners', { headers: { authorization: `Bearer ${token}x` } });
    await registry().as(fellowOf(partner.id)).get(`/v1/partners/${partner.id}`);
    const { databaseUrl } = testEngines();
    const urls = SERVICES.map((service) => serviceUrls(databaseUrl, 'any', service));
    const passwords = urls.flatMap(({ runtime, owner }) => [new URL(runtime).password, new URL(owner).password]);
    const secrets = [...NAME.split(/[ -]/), token.split('.')[2]!, 'Bearer', ...passwords.filter(Boolean)];
    const told = [...SERVICES.map((service) => platform.logOf(service)), ...collector.received].join('\n');
    for (const secret of secrets) expect(told).not.toContain(secret);
    // What was looked through is not nothing.
    for (const service of SERVICES) expect(linesOf(service).length).toBeGreaterThan(0);
    expect(linesOf('partner-registry')).toContainEqual(
      expect.objectContaining({
        message: 'POST /v1/partners: 201',
        trace_id: CALLER.traceId,
        service: 'partner-registry',
      }),
    );
  });
});
