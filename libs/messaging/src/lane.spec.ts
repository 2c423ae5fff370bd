import type { DataSource } from 'typeorm';
import type { Delivered } from './delivery.js';
import type { Fetched } from './fetch-queue.js';
import { Lane } from './lane.js';
import { PositionMoved } from './positions.js';

const AT = { consumer: 'copy', topic: 'partner-registry.partner', partition: 3 };

/** A promise that the test settles. */
class Delivery {
  readonly outcome: Promise<Delivered>;
  succeed!: (failed?: Delivered['failed']) => void;
  fail!: (error: Error) => void;
  constructor() {
    this.outcome = new Promise((resolve, reject) => {
      this.succeed = (failed = []) => resolve({ appended: false, failed });
      this.fail = reject;
    });
  }
}

describe('A lane driven by hand', () => {
  /** What the lane has asked of the client, in order. */
  let asked: string[];
  let errors: string[];
  /** Where the lane has said it stands, after each commit. */
  let hinted: bigint[];
  let stored: bigint;
  let deliveries: Delivery[];
  let begun: (delivery: Delivery) => void;

  beforeEach(() => {
    [asked, errors, hinted, stored, deliveries] = [[], [], [], 0n, []];
    keepNext();
  });

  const keepNext = (): void => {
    begun = (delivery) => void deliveries.push(delivery);
  };

  /** The next transaction that the lane has begun; how it ends is the test's to say. */
  const nextDelivery = async (): Promise<Delivery> =>
    deliveries.shift() ??
    new Promise((resolve) => {
      begun = (delivery) => {
        keepNext();
        resolve(delivery);
      };
    });

  function lane(): Lane {
    const dataSource = {
      manager: { query: () => Promise.resolve([{ next_offset: `${stored}` }]) },
      transaction: () => {
        const delivery = new Delivery();
        begun(delivery);
        return delivery.outcome;
      },
    } as unknown as DataSource;
    return new Lane(
      AT,
      { name: 'copy', events: new Map(), topics: [AT.topic], tables: [], handle: () => Promise.resolve() },
      {
        pause: () => void asked.push('pause'),
        resume: () => void asked.push('resume'),
        seek: (offset) => void asked.push(`seek ${offset}`),
        hint: (offset) => void hinted.push(offset),
        appended: () => undefined,
      },
      {
        service: 'probe',
        dataSource,
        limit: ((work: () => unknown) => work()) as never,
        logger: { log: () => undefined, warn: () => undefined, error: (text: string) => void errors.push(text) },
      },
    );
  }

  const fetched = (from: bigint, count = 1, value: Buffer | null = null): Fetched => ({
    records: Array.from({ length: count }, (_, index) => ({
      ...AT,
      offset: from + BigInt(index),
      key: 'k',
      headers: {},
      value,
    })),
    requested: from,
    next: from + BigInt(count),
  });

  const databaseIsAway = () => Object.assign(new Error('the database is away'), { code: '08006' });

  it('pauses while a delivery is tried again', async () => {
    const open = lane();
    open.accept(fetched(0n));
    (await nextDelivery()).fail(databaseIsAway());
    (await nextDelivery()).succeed();
    await open.close();
    expect(asked).toEqual(['pause']);
  });

  it('leaves the client alone once its partition was taken away, as its successor shares it', async () => {
    const old = lane();
    old.accept(fetched(0n));
    const { fail } = await nextDelivery();
    const closed = old.close();
    fail(databaseIsAway());
    await closed;
    old.align(9n, { low: 0n, high: 5n }, old.steps);
    expect(asked).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('stops outside the log with an alarm that names rebuild, and goes on when the rebuild has set it back', () => {
    const stopped = lane();
    stopped.align(1_000n, { low: 0n, high: 5n }, stopped.steps);
    expect(stopped.stoppedBecause).toMatch(/position 1000 is outside the log/);
    expect(errors).toEqual([expect.stringMatching(/polyphony rebuild probe\.copy$/)]);
    stopped.align(0n, { low: 0n, high: 5n }, stopped.steps);
    expect(stopped.stoppedBecause).toBeUndefined();
    expect(asked).toEqual(['pause', 'seek 0', 'resume']);
  });

  it('is not set back by what was looked up before it went on', async () => {
    const open = lane();
    const asOf = open.steps;
    open.accept(fetched(0n, 3));
    (await nextDelivery()).succeed();
    await new Promise(setImmediate);
    open.align(0n, { low: 0n, high: 3n }, asOf);
    expect(asked).toEqual([]);
    open.align(0n, { low: 0n, high: 3n }, open.steps);
    expect(asked).toEqual(['seek 0']);
  });

  it('takes position 0 for the beginning of a log that has lost its first records', async () => {
    const rebuilt = lane();
    rebuilt.align(3n, { low: 7n, high: 9n }, rebuilt.steps);
    rebuilt.align(0n, { low: 7n, high: 9n }, rebuilt.steps);
    expect(asked).toEqual(['pause', 'seek 7', 'resume']);
    rebuilt.accept(fetched(7n));
    (await nextDelivery()).succeed();
    await rebuilt.close();
    expect(rebuilt.stoppedBecause).toBeUndefined();
  });

  it('hears where such a log begins, although it is busy whenever that is looked up', async () => {
    const busy = lane();
    const asOf = busy.steps;
    busy.accept(fetched(7n));
    await new Promise(setImmediate);
    expect(asked).toEqual(['seek 0']); // so far that may be a gap
    busy.align(0n, { low: 7n, high: 9n }, asOf);
    busy.accept(fetched(7n));
    (await nextDelivery()).succeed();
    await busy.close();
    expect(asked).toEqual(['seek 0']);
    expect(hinted).toEqual([8n]);
  });

  it('goes on when somebody else has moved the position beyond the end of the log that a fetch has seen', async () => {
    const overtaken = lane();
    overtaken.accept(fetched(0n));
    const { fail } = await nextDelivery();
    stored = 4n;
    fail(new PositionMoved(AT, 0n));
    overtaken.accept(fetched(4n));
    (await nextDelivery()).succeed();
    await overtaken.close();
    expect(overtaken.stoppedBecause).toBeUndefined();
  });

  it('pauses a partition that brings more than it may keep in memory, and resumes when less than half is left', async () => {
    const full = lane();
    full.accept(fetched(0n, 4_001));
    expect(asked).toEqual(['pause']);
    (await nextDelivery()).succeed();
    const { succeed } = await nextDelivery();
    expect(asked).toEqual(['pause']);
    succeed();
    await new Promise(setImmediate);
    expect(asked).toEqual(['pause', 'resume']);
  });

  it('pauses a partition whose few records are large', async () => {
    const large = lane();
    large.accept(fetched(0n, 4, Buffer.alloc(1024 * 1024)));
    expect(asked).toEqual(['pause']);
    (await nextDelivery()).succeed();
    await large.close();
    expect(asked).toEqual(['pause']);
  });

  it('delivers in one transaction what has arrived while another was under way', async () => {
    const open = lane();
    open.accept(fetched(0n));
    const first = await nextDelivery();
    open.accept(fetched(1n));
    open.accept(fetched(2n, 5));
    first.succeed();
    (await nextDelivery()).succeed();
    await new Promise(setImmediate);
    expect(deliveries).toEqual([]);
    expect(hinted).toEqual([1n, 7n]);
    await open.close();
  });

  it('tells in one line of all that a delivery has parked, and how to go on', async () => {
    stored = 4n;
    const open = lane();
    const sent = fetched(4n, 3);
    open.accept(sent);
    const [first, second] = sent.records.map((record) => ({ record, error: 'header ce_type is missing', attempts: 1 }));
    (await nextDelivery()).succeed([first!, second!]);
    await open.close();
    expect(errors).toEqual([
      'copy parked partner-registry.partner/3@4 and 1 more, attempts 1: header ce_type is missing. ' +
        'Mend the cause, then run: polyphony parked replay probe.copy. ' +
        'What nobody can mend: polyphony parked discard probe.copy',
    ]);
  });

  it('asks again for what it has let go of when its position goes back, as after a crash or at a rebuild', async () => {
    const open = lane();
    open.accept(fetched(0n));
    const first = await nextDelivery();
    // Comes during a delivery, so that both wait as one.
    open.accept(fetched(1n, 2_500));
    first.succeed();
    (await nextDelivery()).succeed();
    const last = await nextDelivery();
    expect(hinted).toEqual([1n, 2_001n]);
    stored = 1_000n;
    last.fail(new PositionMoved(AT, 2_001n));
    await new Promise(setImmediate);
    expect(deliveries).toEqual([]);
    expect(asked).toEqual(['seek 1000']);
    expect(hinted).toEqual([1n, 2_001n]);
    await open.close();
  });

  it('asks again from where it stands when a fetch begins later than that', async () => {
    const skipping = lane();
    skipping.accept(fetched(0n, 3));
    const first = await nextDelivery();
    skipping.accept(fetched(5n));
    first.succeed();
    await new Promise(setImmediate);
    expect(hinted).toEqual([3n]);
    expect(asked).toEqual(['seek 3']);
    await skipping.close();
  });
});
