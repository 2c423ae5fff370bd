import { clientsOf, type Clients } from '@polyphony/client';
import type { Actor } from '@polyphony/service-kit';
import type { ServiceUrls } from '../config.js';
import { sendPatiently } from './send-patiently.js';

/** Makes a token for somebody. */
export type Sign = (actor: Actor) => Promise<string>;

/** The public HTTP API of the four services, called by one actor in one run. */
export class Api implements Clients {
  readonly registry: Clients['registry'];
  readonly methodology: Clients['methodology'];
  readonly scheduling: Clients['scheduling'];
  readonly results: Clients['results'];

  constructor(
    private readonly urls: ServiceUrls,
    private readonly sign: Sign,
    private readonly actor: Actor,
    /** Begins every idempotency key: the same run repeated finds what it has done. */
    readonly run: string,
    private readonly interrupted: AbortSignal,
  ) {
    const clients = clientsOf({
      urls,
      prepare: (request) => this.prepare(request),
      send: (request) => sendPatiently(request, interrupted),
    });
    this.registry = clients.registry;
    this.methodology = clients.methodology;
    this.scheduling = clients.scheduling;
    this.results = clients.results;
  }

  /** The same services, called by somebody else. */
  as(actor: Actor): Api {
    return new Api(this.urls, this.sign, actor, this.run, this.interrupted);
  }

  private async prepare({ headers, method, url }: Request): Promise<void> {
    headers.set('authorization', `Bearer ${await this.sign(this.actor)}`);
    if (method !== 'POST') return;
    const version = headers.get('if-match')?.replaceAll('"', '');
    const key = headers.get('idempotency-key') ?? `${new URL(url).pathname}@${version}`;
    headers.set('idempotency-key', `${this.run}:${key}`);
  }
}
