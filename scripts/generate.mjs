// `npm run generate`: schemas and docs/events.md from the catalogue, openapi.json from each service's routes.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const node = (...args) => execFileSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });

node('libs/contracts/dist/generate.js');
for (const app of readdirSync(join(ROOT, 'apps'))) {
  const program = join(ROOT, 'apps', app, 'dist/main.js');
  if (existsSync(join(ROOT, 'apps', app, 'src/service.ts')))
    writeFileSync(join(ROOT, 'apps', app, 'openapi.json'), node(program, 'openapi'));
}
