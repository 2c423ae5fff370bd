import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually, testIssuer } from '@polyphony/testing';

/** A change that the registry has acknowledged. */
export interface Acknowledged {
  partnerId: string;
  version: number;
}

interface Partner {
  id: string;
  version: number;
  status: string;
}

const WORKERS = 4;
const PARTNERS_PER_WORKER = 15;
const PAUSE_MS = 5;

/** Commands on partners over HTTP, one after the other per worker, each repeated with its key until it is answered. */
export class PartnerLoad {
  readonly acknowledged: Acknowledged[] = [];
  /** Answers that neither were 2xx nor asked to try again: there must be none. */
  readonly unexpected: string[] = [];
  private running = true;
  private readonly workers: Promise<void>[];

  constructor(
    private readonly url: string,
    private readonly random: () => number,
  ) {
    this.workers = Array.from({ length: WORKERS }, () => this.work());
  }

  /** Resolves when the registry has acknowledged so many more. */
  async more(count: number): Promise<void> {
    const goal = this.acknowledged.length + count;
    await eventually(() => expect(this.acknowledged.length).toBeGreaterThanOrEqual(goal), { timeoutMs: 60_000 });
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.workers);
  }

  private async work(): Promise<void> {
    const partners: Partner[] = [];
    while (this.running) {
      const old =
        partners.length < PARTNERS_PER_WORKER ? undefined : partners[Math.floor(this.random() * partners.length)];
      const answer = await this.send(old);
      if (!answer) return;
      if (old) Object.assign(old, answer);
      else partners.push(answer);
      this.acknowledged.push({ partnerId: answer.id, version: answer.version });
      await pause(PAUSE_MS);
    }
  }

  /** Sends the next command of a partner, or registers a new one, until the registry has answered or the load ends. */
  private async send(partner: Partner | undefined): Promise<Partner | undefined> {
    const [path, body] = nextCommand(partner);
    const key = randomUUID();
    const issuer = await testIssuer();
    const token = await issuer.token({ actor: 'load', role: 'network-coordinator' });
    while (this.running) {
      try {
        const response = await fetch(`${this.url}/v1/partners${path}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${token}`,
            'idempotency-key': key,
            ...(partner ? { 'if-match': `"${partner.version}"` } : {}),
          },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(30_000),
        });
        const text = await response.text();
        if (response.ok) return JSON.parse(text) as Partner;
        if (response.status !== 503) this.unexpected.push(`${response.status} ${text}`);
      } catch {
        // The registry is being killed or started: the same request with the same key follows.
      }
      await pause(50);
    }
    return undefined;
  }
}

function nextCommand(partner: Partner | undefined): [string, object] {
  if (!partner)
    return [
      '',
      {
        kind: 'organisation',
        standing: 'fellow',
        name: 'Load',
        country: 'KE',
        languages: ['sw'],
        topics: [],
        independence: { interests: [] },
      },
    ];
  if (partner.status === 'registered') return [`/${partner.id}/activation`, {}];
  return partner.status === 'active'
    ? [`/${partner.id}/suspension`, { reason: 'inactivity' }]
    : [`/${partner.id}/reinstatement`, {}];
}
