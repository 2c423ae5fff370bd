import { readFileSync } from 'node:fs';
import { SERVICES } from '@polyphony/contracts';
import { runVerb } from '../support/service-process.js';

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string }>>;
  components: { schemas: Record<string, unknown> };
}

describe.each(SERVICES)('The OpenAPI document of %s', (service) => {
  const checkedIn = readFileSync(new URL(`../../../${service}/openapi.json`, import.meta.url), 'utf8');
  const document = JSON.parse(checkedIn) as Document;

  it('is what its routes say (else: npm run generate)', async () => {
    expect(await runVerb(service, ['openapi'], {})).toBe(checkedIn);
  });

  it('is OpenAPI 3.1 with an id for each operation and nothing that is not defined', () => {
    expect(document.openapi).toBe('3.1.0');
    const ids = Object.values(document.paths).flatMap((operations) =>
      Object.values(operations).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, name] of checkedIn.matchAll(/#\/components\/schemas\/(\w+)/g))
      expect(document.components.schemas).toHaveProperty(name!);
  });
});
