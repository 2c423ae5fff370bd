import { randomBytes } from 'node:crypto';

/** Eight letters and digits that no other spec file of this or another run has. */
export function shortId(): string {
  return randomBytes(4).toString('hex');
}
