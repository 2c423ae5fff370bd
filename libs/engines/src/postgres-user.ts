import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The operating-system user that PostgreSQL runs as when we are root, which it refuses. */
export interface SystemUser {
  uid: number;
  gid: number;
}

const USER = 'postgres';

/** The user `postgres`, created where it is missing; undefined when we are not root and run PostgreSQL ourselves. */
export function postgresUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return existing() ?? create();
}

function existing(): SystemUser | undefined {
  const id = (flag: string) => Number(execFileSync('id', [flag, USER], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch (error) {
    if ((error as { status?: number }).status === 1) return undefined;
    throw error;
  }
}

function create(): SystemUser {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--shell', '/bin/false', USER], { stdio: 'pipe' });
  } catch (error) {
    throw new Error(
      `PostgreSQL refuses to run as root and the user "${USER}" could not be created: ` +
        'create it, run as another user, or set POLYPHONY_ENGINES=containers.',
      { cause: error },
    );
  }
  const user = existing();
  if (!user) throw new Error(`The user "${USER}" was created but cannot be found`);
  return user;
}

/** Throws one sentence with the remedy when the user may not enter one of the folders above `path`. */
export function assertEnterable(path: string, user: SystemUser): void {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0)
      throw new Error(
        `PostgreSQL refuses to run as root, and the user "${USER}" that it runs as may not enter ${folder}: ` +
          `run "chmod o+x ${folder}", move the project to a folder that everybody may enter, or run as another user.`,
      );
    if (folder === dirname(folder)) return;
  }
}
