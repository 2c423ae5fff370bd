import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

/** A new folder inside the project for engines that a spec owns; the spec removes it. */
export function specFolder(): string {
  const folder = resolve(import.meta.dirname, '../../../.polyphony', `spec-${randomBytes(4).toString('hex')}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}
