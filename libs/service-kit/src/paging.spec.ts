import fc from 'fast-check';
import { DomainError } from './domain-error.js';
import { afterId, pageOf, PageQuery } from './paging.js';

const query = (limit: number, cursor?: string) => Object.assign(new PageQuery(), { limit, cursor });

describe('A list', () => {
  it('is read page by page to its end, each item once and in order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid()), fc.integer({ min: 1, max: 7 }), (ids, limit) => {
        const sorted = ids.sort().map((id) => ({ id }));
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const after = afterId(query(limit, cursor));
          const rows = sorted.filter(({ id }) => after === null || id > after).slice(0, limit + 1);
          const page = pageOf(rows, query(limit));
          expect(page.items.length).toBeLessThanOrEqual(limit);
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.next;
        } while (cursor !== undefined);
        expect(seen).toEqual(sorted.map(({ id }) => id));
      }),
    );
  });

  it('takes no cursor that is not the id of an item', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constant('-'.repeat(36))), (text) => {
        expect(() => afterId(query(5, Buffer.from(text).toString('base64url')))).toThrow(DomainError);
      }),
    );
  });
});
