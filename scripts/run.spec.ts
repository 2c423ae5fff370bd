import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Says when it is up, counts interrupts until the last of them could have come, and answers with that count. */
const COUNTER = `
  let interrupts = 0;
  process.on('SIGINT', () => { interrupts += 1; setTimeout(() => process.exit(40 + interrupts), 300); });
  console.log('up');
  setInterval(() => {}, 1_000);
`;

/** A process in a group of its own, as a terminal starts it, that runs the program through `run`. */
function throughRun(program: string, options = {}): ChildProcess {
  const runner = `
    import { run } from ${JSON.stringify(join(import.meta.dirname, 'run.mjs'))};
    process.exitCode = await run('node', ['-e', ${JSON.stringify(program)}], ${JSON.stringify(options)});
  `;
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  return spawn('node', ['--input-type=module', '-e', runner], { stdio: [...stdio], detached: true });
}

async function exitCodeOf(child: ChildProcess): Promise<unknown> {
  const [code] = (await once(child, 'exit')) as unknown[];
  return code;
}

describe('a program that was started for a command', () => {
  it('gives the command its exit code', async () => {
    expect(await exitCodeOf(throughRun('process.exit(7)'))).toBe(7);
  });

  it('that a signal ended gives the code a shell would give', async () => {
    expect(await exitCodeOf(throughRun(`process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1_000)`))).toBe(
      143,
    );
  });

  it('prints aside, when it is not what was asked for', async () => {
    const { stdout, stderr } = throughRun(`console.log('prepared')`, { aside: true });
    expect(await Promise.all([text(stdout!), text(stderr!)])).toEqual(['', 'prepared\n']);
  });

  it('gets a Ctrl-C once, though the terminal and npm both send it, and is waited for', async () => {
    const command = throughRun(COUNTER);
    await once(command.stdout!, 'data');
    process.kill(-command.pid!, 'SIGINT');
    command.kill('SIGINT');
    expect(await exitCodeOf(command)).toBe(41);
  });
});
