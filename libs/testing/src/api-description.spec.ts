import { ApiDescription } from './api-description.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM = 'application/problem+json';

const description = new ApiDescription({
  openapi: '3.1.0',
  paths: {
    '/v1/waves/{id}': {
      get: {
        responses: {
          200: {
            headers: { ETag: { required: true }, 'Retry-After': { required: false } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Wave' } } },
          },
          404: { content: { [PROBLEM]: { schema: { $ref: '#/components/schemas/Problem' } } } },
        },
      },
    },
  },
  components: {
    schemas: {
      Wave: {
        type: 'object',
        required: ['id', 'closedOn'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          closedOn: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
        },
        additionalProperties: false,
      },
      Problem: { type: 'object', required: ['code'], properties: { code: { type: 'string' } } },
    },
  },
});

const WAVE = { id: '01a2b3c4-d5e6-7f80-9a0b-1c2d3e4f5a6b', closedOn: null };
const answer = (status: number, headers: Record<string, string>, body: unknown) => ({
  status,
  headers: new Headers(headers),
  body,
});
const check = (given: ReturnType<typeof answer>, path = '/v1/waves/1?limit=1', method = 'GET') => {
  try {
    description.check(method, path, given);
  } catch (error) {
    return (error as Error).message.split('\n')[1]!.trim();
  }
  return 'as described';
};
const ok = (body: unknown) => answer(200, { etag: '"1"', 'content-type': JSON_TYPE }, body);
const unknown = (body: unknown, type = PROBLEM) => answer(404, { 'content-type': type }, body);

describe('The description of a service', () => {
  it('lets answers pass that keep to it', () => {
    expect(check(ok(WAVE))).toBe('as described');
    expect(check(ok({ ...WAVE, closedOn: '2026-05-01' }))).toBe('as described');
    expect(check(unknown({ code: 'wave-unknown' }))).toBe('as described');
  });

  it('finds a status, a media type, a header that is otherwise', () => {
    expect(check(answer(201, {}, WAVE))).toBe('this status is not described');
    expect(check(unknown({ code: 'wave-unknown' }, JSON_TYPE))).toBe('application/json is not described');
    expect(check(answer(200, { 'content-type': JSON_TYPE }, WAVE))).toBe('the header ETag is missing');
  });

  it('finds a body that is otherwise: a field too many or too few, a type, a format, a null', () => {
    expect(check(ok({ ...WAVE, name: 'x' }))).toContain(
      'must NOT have additional properties {"additionalProperty":"name"}',
    );
    expect(check(ok({ id: WAVE.id }))).toContain('must have required property');
    expect(check(ok({ ...WAVE, id: 1 }))).toContain('/id must be string');
    expect(check(ok({ ...WAVE, id: null }))).toContain('/id must be string');
    expect(check(ok({ ...WAVE, closedOn: '2026-05-01T10:00:00Z' }))).toContain('/closedOn must match format "date"');
    expect(check(unknown({}))).toContain('must have required property');
  });

  it('lets a route that it does not know refuse as all do, and no more', () => {
    expect(check(unknown({ code: 'route-unknown' }), '/v1/wave')).toBe('as described');
    expect(check(unknown({ code: 'route-unknown' }), '/v1/waves/1', 'PUT')).toBe('as described');
    expect(check(unknown({}), '/v1/wave')).toContain('must have required property');
    expect(check(ok(WAVE), '/v1/wave')).toBe('no such route is described');
  });
});
