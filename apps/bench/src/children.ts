import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const living = new Set<ChildProcess>();

/** Lets the program end with this run, however that ends. */
export function endingWithRun<Child extends ChildProcess>(child: Child): Child {
  living.add(child);
  child.once('exit', () => living.delete(child));
  return child;
}

/** Ends every program that still runs. */
export async function endPrograms(): Promise<void> {
  await Promise.all([...living].map(end));
}

/** Asks it to end, and waits until it has. */
export async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
