import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { ownStamp, stampOf, stampedRuns } from './process-stamp.mjs';
import { goneStamp, withIdOf } from './stamps.fixture.js';

describe('The stamp of a process', () => {
  it('is that of this process only, as long as it runs', async () => {
    expect(stampedRuns(ownStamp())).toBe(true);
    expect(stampOf(process.ppid)).not.toBe(ownStamp());
    const gone = await goneStamp();
    expect(stampedRuns(gone)).toBe(false);
    expect(stampOf(Number.parseInt(gone))).toBeUndefined();
    expect(stampedRuns(withIdOf(process.pid, gone))).toBe(false);
  });
});

describe('A lock', () => {
  let folder: string;
  let lock: string;
  const told: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-'));
    lock = join(folder, 'preparing.lock');
    told.length = 0;
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const hold = <T>(work: () => Promise<T>): Promise<T> => withLock(lock, work, (line) => told.push(line));

  it('lets one work after the other, and says for which it waits', async () => {
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await new Promise(setImmediate);
      seen.push(`${name} ends`);
    };
    await Promise.all([hold(work('a')), hold(work('b'))]);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
    expect(told).toEqual([`Waiting for the command that holds ${lock}`]);
  });

  it('is free again after work that failed', async () => {
    await expect(hold(() => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
    expect(existsSync(lock)).toBe(false);
  });

  it.each([
    ['is gone', (stamp: string) => stamp],
    ['is gone, and whose id a stranger has', (stamp: string) => withIdOf(process.ppid, stamp)],
    ['is gone, and whose id this process has', (stamp: string) => withIdOf(process.pid, stamp)],
    ['was named by an id alone', () => String(process.pid)],
  ])('is not held by a process that %s', async (_, left) => {
    writeFileSync(lock, left(await goneStamp()));
    expect(await hold(() => Promise.resolve('done'))).toBe('done');
    expect(told).toEqual([]);
  });
});
