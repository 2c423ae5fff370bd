import { readFileSync } from 'node:fs';
import { clientTypes } from './client-types.mjs';

const SERVICES = ['partner-registry', 'methodology', 'assembly-scheduling', 'results-aggregation'];
const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

describe.each(SERVICES)('The types of the client for %s', (service) => {
  it('are what its OpenAPI document says (else: npm run generate)', async () => {
    const document = JSON.parse(read(`apps/${service}/openapi.json`)) as object;
    expect(read(`libs/client/src/generated/${service}.ts`)).toBe(await clientTypes(document));
  });
});
