import { createRequire } from 'node:module';

/** The part of kafkajs' request queue that is mended here. */
interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
}

const MENDED_VERSION = '2.2.4';
const WAIT_MS = 10;

// kafkajs 2.2.4 schedules its queue check with a negative delay when nothing is pending: Node >= 24 warns and spins a
// 1 ms timer per connection (seen: 4.6 % of a core for idle clients). With nothing pending there is nothing to check.
const require = createRequire(import.meta.url);
const { version } = require('kafkajs/package.json') as { version: string };
if (version !== MENDED_VERSION)
  throw new Error(`kafkajs ${version}: see whether its request queue still needs mending, then change this check`);
const queue = require('kafkajs/src/network/requestQueue') as {
  prototype: RequestQueue & { scheduleCheckPendingRequests(): void };
};

queue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
  if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    Math.max(this.throttledUntil - Date.now(), WAIT_MS),
  );
};
