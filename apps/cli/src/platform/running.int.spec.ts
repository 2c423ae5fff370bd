import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EngineProcess } from '@polyphony/engines';

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

describe('polyphony down', () => {
  let folder: string;
  let stranger: ChildProcess;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'polyphony-'));
    stranger = spawn('sleep', ['600']);
  });
  afterEach(() => {
    stranger.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  const down = () => promisify(execFile)(process.execPath, [PROGRAM, 'down'], { env: { POLYPHONY_FOLDER: folder } });
  const remember = (owner: string) =>
    writeFileSync(join(folder, 'running.json'), JSON.stringify({ owner, engines: {}, services: {} }));

  it('ends the command that runs this folder', async () => {
    remember(EngineProcess.stampOf(stranger.pid!)!);
    expect((await down()).stdout).toMatch(/^Stopped partner-registry, /);
    expect(EngineProcess.stampOf(stranger.pid!)).toBeUndefined();
  });

  it('leaves a stranger alone that has the process id of a command that was killed', async () => {
    remember(`${stranger.pid} 1`);
    expect((await down()).stdout).toBe('No service ran; engines are stopped\n');
    expect(EngineProcess.stampOf(stranger.pid!)).toBeDefined();
  });
});
