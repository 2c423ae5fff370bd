import { readFileSync } from 'node:fs';
import { SERVICES } from '@polyphony/contracts';
import { parseManifests } from './manifests.js';
import { digestOfSources, OVERLAYS, render, renderedFile } from './overlays.js';
import { SCHEMAS_FILE, schemasScript } from './schemas.js';

describe.each(OVERLAYS)('k8s/rendered/%s.yaml', (overlay) => {
  const text = readFileSync(renderedFile(overlay), 'utf8');

  it('was made from the sources as they are (else: npm run generate, where kubectl or kustomize is)', () => {
    expect(text).toContain(`# ${digestOfSources()}\n`);
  });

  // Where no kustomize is, the digest alone answers for it.
  const rendered = render(overlay);
  it(rendered === undefined ? 'begins with the namespace' : 'is what kustomize makes', () => {
    const manifests = parseManifests(text);
    if (rendered !== undefined) expect(manifests).toEqual(parseManifests(rendered));
    expect(manifests[0]).toMatchObject({ kind: 'Namespace' });
  });
});

describe('k8s/platform/postgres/schemas.sql', () => {
  it('makes what the services have on any other PostgreSQL (else: npm run generate)', () => {
    expect(readFileSync(SCHEMAS_FILE, 'utf8')).toBe(schemasScript(SERVICES));
  });
});
