import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ServiceName } from '@polyphony/contracts';
import type { Actor } from '@polyphony/service-kit';

const compress = promisify(gzip);

/** How long a command waits for what another service has yet to tell, or for an engine that comes back. */
const PATIENCE_MS = 60_000;
/** Smaller bodies gain nothing from gzip. */
const GZIP_BYTES = 16 * 1024;

/** What every aggregate answers. */
export interface Versioned {
  id: string;
  version: number;
}

/** Makes a token for somebody. */
export type Sign = (actor: Actor) => Promise<string>;

/** A refusal that repeating does not change. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    /** Pointers and codes of what is wrong, where the answer names them. */
    readonly errors: { pointer?: string; code?: string; detail: string }[],
    message: string,
  ) {
    super(message);
  }
}

/** The public HTTP API of the four services, spoken as a patient client: tokens, keys, entity tags, Retry-After, gzip. */
export class Api {
  constructor(
    private readonly urls: Record<ServiceName, string>,
    private readonly sign: Sign,
    private readonly actor: Actor,
    /** Begins every idempotency key: the same run repeated finds what it has done. */
    readonly run: string,
    private readonly interrupted: AbortSignal,
  ) {}

  /** The same services, called by somebody else. */
  as(actor: Actor): Api {
    return new Api(this.urls, this.sign, actor, this.run, this.interrupted);
  }

  async get<T>(service: ServiceName, path: string): Promise<T> {
    return (await this.send(service, 'GET', path, {})).json() as Promise<T>;
  }

  /** The text of a file. */
  async text(service: ServiceName, path: string): Promise<string> {
    return (await this.send(service, 'GET', path, {})).text();
  }

  /** Every item of a list, page by page. */
  async all<T>(service: ServiceName, path: string): Promise<T[]> {
    const items: T[] = [];
    for (let cursor: string | undefined; ;) {
      const page = new URLSearchParams({ limit: '200', ...(cursor ? { cursor } : {}) });
      const found = await this.get<{ items: T[]; next?: string }>(
        service,
        `${path}${path.includes('?') ? '&' : '?'}${page.toString()}`,
      );
      items.push(...found.items);
      if (found.next === undefined) return items;
      cursor = found.next;
    }
  }

  /**
   * A command that makes something, under a key of its own within this run.
   * @throws {Refused}
   */
  async create<T>(service: ServiceName, path: string, key: string, body: object): Promise<T> {
    return (await this.send(service, 'POST', path, { key, body })).json() as Promise<T>;
  }

  /**
   * A command on an aggregate as it was last answered; answers it as it is then.
   * @throws {Refused}
   */
  async command<T extends Versioned>(service: ServiceName, path: string, on: Versioned, body?: object): Promise<T> {
    const full = path.replace(':id', on.id);
    const key = `${full}@${on.version}`;
    return (await this.send(service, 'POST', full, { key, body, etag: `"${on.version}"` })).json() as Promise<T>;
  }

  private async send(
    service: ServiceName,
    method: string,
    path: string,
    { key, body, etag }: { key?: string; body?: object; etag?: string },
  ): Promise<Response> {
    const json = body === undefined ? undefined : JSON.stringify(body);
    const zipped = json !== undefined && json.length > GZIP_BYTES;
    const headers = {
      authorization: `Bearer ${await this.sign(this.actor)}`,
      ...(key ? { 'idempotency-key': `${this.run}:${key}` } : {}),
      ...(etag ? { 'if-match': etag } : {}),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(zipped ? { 'content-encoding': 'gzip' } : {}),
    };
    const request = { method, headers, body: zipped ? await compress(json) : json, signal: this.interrupted };
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.attempt(new URL(path, this.urls[service]), request, deadline);
      if (answer?.ok) return answer;
      const wait = answer ? Number(answer.headers.get('retry-after') ?? 0) * 1_000 : 500;
      if (answer && (wait === 0 || Date.now() + wait > deadline)) throw await refusal(answer, method, path);
      await pause(wait, undefined, { signal: this.interrupted });
    }
  }

  /** Undefined when the connection broke: whether the command was done is unknown, and its key makes asking again safe. */
  private async attempt(url: URL, request: RequestInit, deadline: number): Promise<Response | undefined> {
    try {
      return await fetch(url, request);
    } catch (error) {
      if (this.interrupted.aborted || Date.now() > deadline)
        throw new Error(`${request.method} ${url.href} was not answered`, { cause: error });
      return undefined;
    }
  }
}

async function refusal(answer: Response, method: string, path: string): Promise<Refused> {
  const text = await answer.text();
  const isProblem = answer.headers.get('content-type')?.includes('json') ?? false;
  const problem = (isProblem ? JSON.parse(text) : { detail: text }) as {
    code?: string;
    detail?: string;
    errors?: Refused['errors'];
  };
  const named = (problem.errors ?? []).map((error) => `\n  ${error.pointer ?? ''} ${error.detail}`).join('');
  return new Refused(
    answer.status,
    problem.code ?? 'unknown',
    problem.errors ?? [],
    `${method} ${path}: ${answer.status} ${problem.code ?? ''} ${problem.detail ?? ''}${named}`,
  );
}
