import { readFileSync } from 'node:fs';
import { SERVICES, type ServiceName } from '@polyphony/contracts';
import { PARTNER_ROLES, ROLES, type Role } from '@polyphony/service-kit';
import { testIssuer, type HttpAnswer, type TestActor } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { environment } from '../config.js';
import { Platform } from '../support/platform.js';
import { ServiceProcess } from '../support/service-process.js';

interface Operation {
  security?: { bearer: Role[] }[];
}
interface Route {
  method: string;
  path: string;
  /** Undefined for a public route. */
  roles: Role[] | undefined;
}

/** What the OpenAPI document says of each route. */
function routesOf(service: ServiceName): Route[] {
  const text = readFileSync(new URL(`../../../${service}/openapi.json`, import.meta.url), 'utf8');
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security }]) => ({
      method: method.toUpperCase(),
      path,
      roles: security![0]?.bearer,
    })),
  );
}

/**
 * Who may command what, written by hand: the documents are made from the decorators that also guard, so that without this
 * a route that is opened by mistake would say so, and be right.
 */
const COMMANDS: Record<string, Role[]> = {
  'partner-registry POST /v1/partners': ['network-coordinator'],
  'partner-registry POST /v1/partners/{id}/activation': ['network-coordinator'],
  'partner-registry POST /v1/partners/{id}/suspension': ['network-coordinator'],
  'partner-registry POST /v1/partners/{id}/reinstatement': ['network-coordinator'],
  'partner-registry POST /v1/partners/{id}/erasure': ['network-coordinator'],
  'partner-registry POST /v1/coalitions': ['network-coordinator'],
  'partner-registry POST /v1/coalitions/{id}/members': ['network-coordinator'],
  'partner-registry POST /v1/coalitions/{id}/departures': ['network-coordinator'],
  'methodology POST /v1/methodology-versions': ['methodology-steward'],
  'methodology POST /v1/methodology-versions/{id}/revisions': ['methodology-steward'],
  'methodology POST /v1/methodology-versions/{id}/publication': ['methodology-steward'],
  'methodology POST /v1/change-proposals': ['fellow'],
  'methodology POST /v1/change-proposals/{id}/stances': ['fellow'],
  'methodology POST /v1/change-proposals/{id}/decision': ['methodology-steward'],
  'methodology POST /v1/adaptations': ['fellow'],
  'methodology POST /v1/adaptations/{id}/revisions': ['fellow'],
  'methodology POST /v1/adaptations/{id}/submission': ['fellow'],
  'methodology POST /v1/adaptations/{id}/approval': ['reviewer'],
  'methodology POST /v1/adaptations/{id}/rejection': ['reviewer'],
  'assembly-scheduling POST /v1/waves': ['network-coordinator', 'fellow'],
  'assembly-scheduling POST /v1/assemblies': ['network-coordinator', 'fellow'],
  'assembly-scheduling POST /v1/assemblies/{id}/adaptation': ['network-coordinator', 'fellow'],
  'assembly-scheduling POST /v1/assemblies/{id}/schedule': ['network-coordinator', 'fellow'],
  'assembly-scheduling POST /v1/assemblies/{id}/start': ['network-coordinator', 'fellow'],
  'assembly-scheduling POST /v1/assemblies/{id}/conclusion': ['network-coordinator', 'fellow'],
  'assembly-scheduling POST /v1/assemblies/{id}/postponement': ['network-coordinator', 'fellow'],
  'assembly-scheduling POST /v1/assemblies/{id}/cancellation': ['network-coordinator', 'fellow'],
  'results-aggregation POST /v1/assemblies/{assemblyId}/submissions': ['fellow', 'service'],
  'results-aggregation POST /v1/releases': ['rapporteur'],
};
/** What anybody may read, without a token. */
const PUBLIC = [
  'methodology GET /v1/methodology-versions',
  'methodology GET /v1/methodology-versions/{id}',
  'results-aggregation GET /v1/releases',
  'results-aggregation GET /v1/releases/{id}',
  'results-aggregation GET /v1/releases/{id}/changes',
  'results-aggregation GET /v1/releases/{id}/files/{name}',
];

/** Somebody in this role, of some partner where the role speaks for one. */
const some = (role: Role): TestActor => ({
  actor: `some ${role}`,
  role,
  ...(PARTNER_ROLES.includes(role) ? { partner: uuid() } : {}),
});

const verdictOf = ({ status, body }: HttpAnswer<unknown>): string =>
  status === 401 || status === 403 ? `${status} ${(body as { code: string }).code}` : 'allowed';

describe('Authority', () => {
  const all = SERVICES.flatMap((service) =>
    routesOf(service).map(({ method, path, roles }) => ({ method, route: `${service} ${method} ${path}`, roles })),
  );

  it('lets a command be given by those for whom it was meant, in the words of the services themselves', () => {
    const commands = all.filter(({ method }) => method !== 'GET').map(({ route, roles }) => [route, roles?.toSorted()]);
    const meant = Object.entries(COMMANDS).map(([route, roles]) => [route, roles.toSorted()]);
    expect(Object.fromEntries(commands)).toEqual(Object.fromEntries(meant));
  });

  it('lets only that be read without a token which the network publishes', () => {
    const open = all.filter(({ roles, route }) => !roles && !route.includes(' /health/')).map(({ route }) => route);
    expect(open.toSorted()).toEqual(PUBLIC);
  });

  let platform: Platform;
  beforeAll(async () => {
    platform = await Platform.start();
  }, 120_000);
  afterAll(() => platform?.remove());

  describe.each(SERVICES)('at %s', (service) => {
    it.each(routesOf(service))('$method $path is open to whom it says, and to nobody else', async (route) => {
      const path = route.path.replaceAll(/\{\w*[iI]d\}/g, uuid()).replace('{name}', 'figures.csv');
      const ask = (role?: Role) =>
        platform
          .as(service)
          .as(role && some(role))
          .request(route.method, path, route.method === 'POST' ? { body: {}, ifMatch: '"1"' } : {});
      const found: Record<string, string> = { 'no token': verdictOf(await ask()) };
      for (const role of ROLES) found[role] = verdictOf(await ask(role));
      const expected = ROLES.map((role) => [
        role,
        (route.roles?.includes(role) ?? true) ? 'allowed' : '403 role-not-allowed',
      ]);
      expect(found).toEqual({
        'no token': route.roles ? '401 token-missing' : 'allowed',
        ...Object.fromEntries(expected),
      });
    });
  });

  it('is never taken from the issuer of one machine outside development', async () => {
    const identity = (await testIssuer()).environment;
    const env = {
      PATH: environment()['PATH'],
      DATABASE_URL: 'postgres://localhost/none',
      KAFKA_BROKERS: 'localhost:1',
    };
    const production = { ...env, ...identity, ENVIRONMENT: 'production', PSEUDONYM_KEY: 'x'.repeat(32) };
    const start = ServiceProcess.start('partner-registry', production);
    await expect(start).rejects.toThrow('OIDC_ISSUER: the local issuer is for ENVIRONMENT=development only');
  });
});
