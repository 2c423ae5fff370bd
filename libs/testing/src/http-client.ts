import { randomUUID } from 'node:crypto';
import type { ApiDescription } from './api-description.js';
import { testIssuer, type TestActor } from './test-issuer.js';

export interface RequestOptions {
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of a body. */
  raw?: Uint8Array<ArrayBuffer> | string;
  /** Absent means a fresh key for each POST; null sends none. */
  idempotencyKey?: string | null;
  /** The entity tag of the state that the caller has seen. */
  ifMatch?: string;
  headers?: Record<string, string>;
}

/** An answer as it came; refusals are answers too. */
export interface HttpAnswer<Body> {
  status: number;
  headers: Headers;
  /** Parsed when the content type is a kind of JSON, else text; undefined when empty. */
  body: Body;
  /** The body as it came. */
  text: string;
}

/** A caller of one service's HTTP API on behalf of one actor, or of nobody. */
export class HttpClient {
  constructor(
    private readonly baseUrl: string,
    private readonly actor?: TestActor,
    /** To which all answers must keep. */
    private readonly description?: ApiDescription,
  ) {}

  /** The same service, called by somebody else; by nobody when nobody is named. */
  as(actor?: TestActor): HttpClient {
    return new HttpClient(this.baseUrl, actor, this.description);
  }

  // The shape of a body is the caller's claim, checked by its assertions.
  get<Body = unknown>(path: string, options?: RequestOptions): Promise<HttpAnswer<Body>> {
    return this.request('GET', path, options);
  }

  post<Body = unknown>(path: string, body?: unknown, options?: RequestOptions): Promise<HttpAnswer<Body>> {
    return this.request('POST', path, { body, ...options });
  }

  /** @throws Error when the answer is not as the service's OpenAPI document says */
  async request<Body>(method: string, path: string, options: RequestOptions = {}): Promise<HttpAnswer<Body>> {
    const response = await fetch(new URL(path, this.baseUrl), {
      method,
      headers: await this.headers(method, options),
      body: options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
    });
    const text = await response.text();
    const json = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    const body: unknown = text === '' ? undefined : json ? JSON.parse(text) : text;
    const answer = { status: response.status, headers: response.headers, body: body as Body, text };
    this.description?.check(method, path, answer);
    return answer;
  }

  private async headers(method: string, options: RequestOptions): Promise<Headers> {
    const headers = new Headers(options.headers);
    if (this.actor && !headers.has('authorization'))
      headers.set('authorization', `Bearer ${await (await testIssuer()).token(this.actor)}`);
    const key = options.idempotencyKey === undefined && method === 'POST' ? randomUUID() : options.idempotencyKey;
    if (key) headers.set('idempotency-key', key);
    if (options.ifMatch !== undefined) headers.set('if-match', options.ifMatch);
    if (options.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
    return headers;
  }
}
