import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onlyOne } from './only-one.mjs';

describe('the lock of a copy of the repository', () => {
  let folder: string;
  let lock: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'only-one-'));
    lock = join(folder, 'preparing.lock');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('lets one work after the other', async () => {
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await new Promise(setImmediate);
      seen.push(`${name} ends`);
    };
    await Promise.all([onlyOne(lock, work('a')), onlyOne(lock, work('b'))]);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('is free again after work that failed', async () => {
    await expect(onlyOne(lock, () => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
    expect(existsSync(lock)).toBe(false);
  });

  it('is not held by a process that is gone', async () => {
    const { pid } = spawnSync('node', ['--version']);
    writeFileSync(lock, String(pid));
    expect(await onlyOne(lock, () => Promise.resolve('done'))).toBe('done');
  });
});
