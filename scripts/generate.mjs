// `npm run generate`: schemas and docs/events.md from the catalogue, asyncapi.json from those and each service's consumers,
// openapi.json from each service's routes, the client's types and docs/authority.md from those, what the database of k8s/ is
// made of, and the overlays of k8s/ as one file each.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { authorityPage } from './authority-page.mjs';
import { clientTypes } from './client-types.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const node = (...args) => execFileSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });

node('libs/contracts/dist/generate.js');
node('apps/e2e/dist/asyncapi/generate.js');
const { SERVICES } = await import('@polyphony/contracts');
const described = SERVICES.map((service) => {
  const text = node(join(ROOT, 'apps', service, 'dist/main.js'), 'openapi');
  writeFileSync(join(ROOT, 'apps', service, 'openapi.json'), text);
  return { service, document: JSON.parse(text) };
});
for (const { service, document } of described)
  writeFileSync(join(ROOT, 'libs/client/src/generated', `${service}.ts`), await clientTypes(document));
writeFileSync(join(ROOT, 'docs/authority.md'), authorityPage(described));
node('apps/e2e/dist/deployment/generate.js');
