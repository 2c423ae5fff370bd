import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { end, endingWithRun } from './children.js';
import { ROOT } from './world.js';

/** The built program of a service. */
export function programOf(service: string): URL {
  return pathToFileURL(join(ROOT, 'apps', service, 'dist/main.js'));
}

/** A Node program that tells its address over IPC once it listens. */
export class Program {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** @throws Error when it ends before it listens; its error output is this process's */
  static async start(program: URL, args: string[], env: NodeJS.ProcessEnv): Promise<Program> {
    const child = forked(program, args, env);
    const [message] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`${program.pathname} ended with ${String(code)}`);
      }),
    ])) as [{ url: string }];
    return new Program(message.url, child);
  }

  /** Runs it to its end. @throws Error when it fails */
  static async run(program: URL, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
    const child = forked(program, args, env);
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`${program.pathname} ${args.join(' ')} ended with ${code}`);
  }

  stop(): Promise<void> {
    return end(this.child);
  }
}

function forked(program: URL, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  return endingWithRun(fork(program, args, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }));
}
