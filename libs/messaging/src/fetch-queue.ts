import type { RawRecord } from './cloud-event.js';

/** What a fetch brought for one partition. */
export interface Fetched {
  records: RawRecord[];
  /** From which offset on it is whole; the first record may legally stand above it (compaction). */
  requested: bigint;
  /** First offset after what was fetched. */
  next: bigint;
}

/** What waits in memory per partition before its fetching pauses: twice a delivery, and a few of the largest fetches. */
const BOUND = { records: 4_000, bytes: 4 * 1024 * 1024 };

/** What has been fetched of one partition and not been delivered, in the order of the log. */
export class FetchQueue {
  private readonly fetches: Fetched[] = [];
  private records = 0;
  private bytes = 0;

  get first(): Fetched | undefined {
    return this.fetches[0];
  }

  /** How full it is; at 1 it takes no more. */
  get fill(): number {
    return Math.max(this.records / BOUND.records, this.bytes / BOUND.bytes);
  }

  /** What follows on the last fetch becomes part of it: the more there is to do, the less each delivery costs. */
  add(fetched: Fetched): void {
    const last = this.fetches.at(-1);
    if (last?.next === fetched.requested) {
      last.records.push(...fetched.records);
      last.next = fetched.next;
    } else this.fetches.push({ ...fetched });
    this.count(fetched.records, 1);
  }

  /**
   * Lets go of what stands below an offset in the first fetch, and of the fetch once it is done. From then on the fetch is
   * whole from there only: a position that goes back finds a gap, and what is gone is asked for again.
   */
  release(next: bigint): void {
    const first = this.fetches[0];
    if (!first) return;
    const isDone = ({ offset }: RawRecord): boolean => offset < next;
    this.count(first.records.filter(isDone), -1);
    first.records = first.records.filter((record) => !isDone(record));
    if (next > first.requested) first.requested = next;
    if (next >= first.next) this.fetches.shift();
  }

  clear(): void {
    this.fetches.length = 0;
    this.records = 0;
    this.bytes = 0;
  }

  private count(records: readonly RawRecord[], sign: 1 | -1): void {
    this.records += sign * records.length;
    for (const { value } of records) this.bytes += sign * (value?.length ?? 0);
  }
}
