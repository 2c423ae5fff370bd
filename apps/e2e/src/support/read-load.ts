import { setTimeout as pause } from 'node:timers/promises';
import { STAFF, testIssuer } from '@polyphony/testing';

const READERS = 2;
const PAUSE_MS = 5;

/** Reads of one address, one after the other per reader; what becomes of them, the proxy before the service counts. */
export class ReadLoad {
  private running = true;
  private readonly readers: Promise<void>[];

  constructor(private readonly url: string) {
    this.readers = Array.from({ length: READERS }, () => this.read());
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.readers);
  }

  private async read(): Promise<void> {
    const token = await (await testIssuer()).token(STAFF);
    while (this.running) {
      const answer = await fetch(this.url, { headers: { authorization: `Bearer ${token}` } });
      await answer.text();
      await pause(PAUSE_MS);
    }
  }
}
