import { createRequire } from 'node:module';
import './kafkajs-timer.js';

interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as { prototype: RequestQueue };

describe("kafkajs' queue of requests, mended", () => {
  const queue = (pending: unknown[], checkPendingRequests: () => void): RequestQueue =>
    Object.assign(Object.create(prototype) as RequestQueue, {
      pending,
      throttledUntil: -1,
      throttleCheckTimeoutId: null,
      checkPendingRequests,
    });

  it('sets no timer while nothing waits, so that an idle connection costs nothing', () => {
    const idle = queue([], () => undefined);
    idle.scheduleCheckPendingRequests();
    expect(idle.throttleCheckTimeoutId).toBeNull();
  });

  it('looks again when something waits, once, and never with a delay below zero', async () => {
    const warned: string[] = [];
    const warn = (warning: Error) => void warned.push(warning.name);
    process.on('warning', warn);
    let looked = 0;
    await new Promise<void>((resolve) => {
      const busy = queue(['request'], () => {
        looked += 1;
        resolve();
      });
      busy.scheduleCheckPendingRequests();
      busy.scheduleCheckPendingRequests();
    });
    await new Promise(setImmediate);
    process.off('warning', warn);
    expect(looked).toBe(1);
    expect(warned).toEqual([]);
  });
});
