import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { EngineProcess } from './engine-process.js';
import { stampOf } from './process-stamp.mjs';
import { goneStamp, withIdOf } from './stamps.fixture.js';

describe('A process of which the stamp is known', () => {
  it('is found while it runs, and killed when it does not end in time', async () => {
    const child = spawn('sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 1; done']);
    await once(child.stdout, 'data');
    const found = EngineProcess.stamped(stampOf(child.pid!)!)!;
    const ended = once(child, 'exit');
    await found.end('SIGTERM', 0);
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(found.isRunning()).toBe(false);
  });

  it('is nobody when its id belongs to a stranger', async () => {
    expect(EngineProcess.stamped(withIdOf(process.pid, await goneStamp()))).toBeUndefined();
  });
});
