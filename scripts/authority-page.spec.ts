import { readFileSync } from 'node:fs';
import { authorityPage, operationsOf } from './authority-page.mjs';

const SERVICES = ['partner-registry', 'methodology', 'assembly-scheduling', 'results-aggregation'];
const described = SERVICES.map((service) => ({
  service,
  document: JSON.parse(readFileSync(new URL(`../apps/${service}/openapi.json`, import.meta.url), 'utf8')) as {
    paths: Record<string, object>;
  },
}));

describe('docs/authority.md', () => {
  it('is what the routes say (else: npm run generate)', () => {
    expect(readFileSync(new URL('../docs/authority.md', import.meta.url), 'utf8')).toBe(authorityPage(described));
  });

  it('knows of every route of every service who may call it', () => {
    for (const { document } of described)
      for (const operation of operationsOf(document)) expect(operation).toMatchObject({ callers: expect.anything() });
  });

  it('is not made with a route of which nothing says who may call it', () => {
    const planted = { paths: { '/v1/secrets': { get: { summary: 'All of them' } } } };
    expect(operationsOf(planted)).toMatchObject([{ path: '/v1/secrets', callers: undefined }]);
    expect(() => authorityPage([...described, { service: 'planted', document: planted }])).toThrow(
      'Nothing says who may call GET /v1/secrets of planted',
    );
  });
});
