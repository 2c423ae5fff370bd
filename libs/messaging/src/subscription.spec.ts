import { EventEmitter } from 'node:events';
import type { Kafka } from 'kafkajs';
import type { DataSource } from 'typeorm';
import { Subscription } from './subscription.js';

const away = () => Promise.reject(new Error('away'));

/** kafkajs' consumer as far as a subscription sees it: joins and crashes when the test says so. */
class Client extends EventEmitter {
  readonly events = { CRASH: 'crash', GROUP_JOIN: 'join' };
  readonly connect = () => Promise.resolve();
  readonly subscribe = () => Promise.resolve();
  readonly run = () => Promise.resolve();
  readonly stop = () => Promise.resolve();
  readonly disconnect = () => Promise.resolve();
  readonly resume = () => undefined;
  join(): void {
    this.emit('join', { payload: { memberAssignment: { 'partner-registry.partner': [0] } } });
  }
  crash(): void {
    this.emit('crash', { payload: { restart: false, error: new Error('crashed for good') } });
  }
}

describe('A subscription', () => {
  it('stalls while it is not in its group, also after it was in it once', async () => {
    const client = new Client();
    const subscription = new Subscription(
      { name: 'copy', events: new Map(), topics: ['partner-registry.partner'], tables: [], handle: away },
      {
        service: 'probe',
        topicPrefix: '',
        sessionTimeoutMs: 1_000,
        kafka: { consumer: () => client, admin: () => ({ connect: away }) } as unknown as Kafka,
        dataSource: { query: away } as unknown as DataSource,
        limit: ((work: () => unknown) => work()) as never,
        appended: () => undefined,
        logger: { log: () => undefined, warn: () => undefined, error: () => undefined },
      },
    );
    const outside = ['probe.copy is not in its group'];
    subscription.start();
    expect(subscription.stalls(-1)).toEqual(outside);
    await new Promise(setImmediate);
    client.join();
    expect(subscription.stalls(-1)).toEqual([]);
    client.crash();
    await new Promise(setImmediate);
    expect(subscription.stalls(-1)).toEqual(outside);
    await subscription.stop();
  });
});
