import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SERVICES } from '@polyphony/contracts';
import { PROMETHEUS_RULE_FILE, prometheusRule } from '../monitoring/sources.js';
import { digestOfSources, OVERLAYS, render, renderedFile } from './overlays.js';
import { SCHEMAS_FILE, schemasScript } from './schemas.js';

writeFileSync(SCHEMAS_FILE, schemasScript(SERVICES));
writeFileSync(PROMETHEUS_RULE_FILE, prometheusRule());
for (const overlay of OVERLAYS) {
  const rendered = render(overlay);
  const file = renderedFile(overlay);
  if (rendered === undefined) {
    console.error(`${file} is as it was: neither kustomize nor kubectl is here`);
    continue;
  }
  mkdirSync(dirname(file), { recursive: true });
  const head = `# k8s/overlays/${overlay} as one file, made by npm run generate from sources with the digest\n# ${digestOfSources()}\n`;
  writeFileSync(file, head + rendered);
}
