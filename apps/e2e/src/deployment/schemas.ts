import { join } from 'node:path';
import { provisionScript } from '@polyphony/engines';
import { K8S } from './overlays.js';

/** What CloudNativePG runs as superuser when it makes the database. */
export const SCHEMAS_FILE = join(K8S, 'platform/postgres/schemas.sql');

export function schemasScript(services: readonly string[]): string {
  return (
    '-- What libs/engines does to a database of its own, made by npm run generate. Repeatable: run it again for a new\n' +
    '-- service (docs/operations.md). CloudNativePG gives the roles their passwords.\n' +
    provisionScript('polyphony', [...services])
  );
}
