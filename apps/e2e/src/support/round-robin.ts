import { once } from 'node:events';
import {
  Agent,
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** As kubelets probe, only more often. */
const PROBE_MS = 50;
const PROBE_TIMEOUT_MS = 500;

/**
 * A proxy before the replicas of a service: sends each request to the next one that says it is ready, over connections that
 * it keeps. It repeats nothing; what a replica does not answer as it should is a failure.
 */
export class RoundRobin {
  /** Requests that were answered. */
  answered = 0;
  /** Requests without an answer, and those answered with a status of 500 and above. */
  readonly failures: string[] = [];
  private readonly agent = new Agent({ keepAlive: true });
  private readonly replicas = new Map<string, { ready: boolean }>();
  private readonly stopping = new AbortController();
  private readonly server: Server;
  private readonly probing: Promise<void>[] = [];
  private turn = 0;

  private constructor() {
    this.server = createServer((asked, answer) => this.pass(asked, answer));
  }

  static async start(): Promise<RoundRobin> {
    const proxy = new RoundRobin();
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Those that get requests now. */
  get ready(): string[] {
    return [...this.replicas].filter(([, { ready }]) => ready).map(([url]) => url);
  }

  /** Sends requests there as soon as it is ready. */
  add(url: string): void {
    const replica = { ready: false };
    this.replicas.set(url, replica);
    this.probing.push(this.probe(url, replica));
  }

  /** Forgets a replica that has ended. */
  remove(url: string): void {
    this.replicas.delete(url);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.probing);
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { method, url, headers } = asked;
    const { ready } = this;
    const replica = ready[this.turn++ % ready.length];
    const fail = (why: string): void => {
      this.failures.push(`${method} ${url} at ${replica}: ${why}`);
      if (!answer.headersSent) answer.writeHead(502).end();
    };
    if (replica === undefined) {
      fail('no replica is ready');
      return;
    }
    const passed = withoutHop(headers);
    const sent = request(new URL(url!, replica), { method, headers: passed, agent: this.agent }, (got) => {
      if (got.statusCode! >= 500) this.failures.push(`${method} ${url} at ${replica}: ${got.statusCode}`);
      else this.answered += 1;
      answer.writeHead(got.statusCode!, withoutHop(got.headers));
      got.pipe(answer);
    });
    sent.on('error', ({ message }) => fail(message));
    asked.pipe(sent);
  }

  /** Asks one replica until it is removed, so that a slow one holds up no other. */
  private async probe(url: string, replica: { ready: boolean }): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted && this.replicas.get(url) === replica) {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)]);
      const health = await fetch(`${url}/health/ready`, { signal: patience }).catch(() => undefined);
      await health?.body?.cancel();
      replica.ready = health?.ok ?? false;
      await pause(PROBE_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
    }
  }
}

/** The headers without those that are about one connection only. */
function withoutHop(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !['connection', 'keep-alive'].includes(name)));
}
