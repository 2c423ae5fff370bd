import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type * as scheduling from './generated/assembly-scheduling.js';
import type * as methodology from './generated/methodology.js';
import type * as registry from './generated/partner-registry.js';
import type * as results from './generated/results-aggregation.js';

/** What the OpenAPI document of each service says, as types. */
interface Documents {
  'partner-registry': { components: registry.components };
  methodology: { components: methodology.components };
  'assembly-scheduling': { components: scheduling.components };
  'results-aggregation': { components: results.components };
}

/** A schema of a service, such as `Schema<'methodology', 'AdaptationView'>`. */
export type Schema<
  Service extends keyof Documents,
  Name extends keyof Documents[Service]['components']['schemas'],
> = Documents[Service]['components']['schemas'][Name];

/** One typed caller for each service: `registry.GET('/v1/partners/{id}', …)`. */
export interface Clients {
  readonly registry: Client<registry.paths>;
  readonly methodology: Client<methodology.paths>;
  readonly scheduling: Client<scheduling.paths>;
  readonly results: Client<results.paths>;
}

export interface ClientOptions {
  /** Where each service is. */
  urls: Record<keyof Documents, string>;
  /** Sends a request; that of the platform by default. */
  send?: (request: Request) => Promise<Response>;
  /** Changes each request before it is sent, as with the token of who calls. */
  prepare?: (request: Request) => Promise<void>;
}

/** Callers of the four services. */
export function clientsOf({ urls, send, prepare }: ClientOptions): Clients {
  const preparing: Middleware = {
    onRequest: async ({ request }) => {
      await prepare?.(request);
    },
  };
  const prepared = <T extends { use(middleware: Middleware): void }>(client: T): T => {
    client.use(preparing);
    return client;
  };
  const options = (service: keyof Documents) => ({ baseUrl: urls[service], ...(send ? { fetch: send } : {}) });
  return {
    registry: prepared(createClient<registry.paths>(options('partner-registry'))),
    methodology: prepared(createClient<methodology.paths>(options('methodology'))),
    scheduling: prepared(createClient<scheduling.paths>(options('assembly-scheduling'))),
    results: prepared(createClient<results.paths>(options('results-aggregation'))),
  };
}
