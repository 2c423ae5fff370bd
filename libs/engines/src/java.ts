import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The oldest Java that Kafka 4 runs on. */
export const OLDEST_JAVA = 17;

/** The Java program of `JAVA_HOME`, else of the path. */
export function javaCommand(env: NodeJS.ProcessEnv): string {
  return env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : 'java';
}

/** Whether Java is installed and new enough for Kafka; a placeholder that only tells how to install it is none. */
export async function javaIsFound(env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    const { stderr } = await promisify(execFile)(javaCommand(env), ['-version'], { env });
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) >= OLDEST_JAVA;
  } catch {
    return false;
  }
}
