import { fieldOf, proposing, type Document } from './proposals.js';

const UUID = { type: 'string', format: 'uuid' };

describe('A document that is fuzzed', () => {
  it('proposes ids that exist, likely versions and codes, and no cursors', () => {
    const parameters = [
      { name: 'id', in: 'path', schema: UUID },
      { name: 'If-Match', in: 'header', schema: { type: 'string' } },
      { name: 'country', in: 'query', description: 'ISO 3166-1 alpha-2', schema: { type: 'string' } },
      { name: 'cursor', in: 'query', schema: { type: 'string' } },
    ];
    const properties = { leadPartnerId: UUID, partnerIds: { type: 'array', items: UUID }, name: { type: 'string' } };
    const document: Document = {
      paths: { '/v1/partners/{id}': { get: { parameters } } },
      components: {
        schemas: { RegisterPartner: { properties }, PartnerView: { properties: structuredClone(properties) } },
      },
    };
    const either = { anyOf: [{ enum: ['a', 'b'] }, expect.objectContaining(UUID)] };
    expect(proposing(document, new Map([['partnerId', ['a', 'b']]]))).toEqual({
      paths: {
        '/v1/partners/{id}': {
          get: {
            parameters: [
              { name: 'id', in: 'path', schema: either },
              { name: 'If-Match', in: 'header', schema: { anyOf: [{ enum: expect.any(Array) }, { type: 'string' }] } },
              { ...parameters[2], schema: expect.objectContaining({ enum: expect.any(Array) }) },
            ],
          },
        },
      },
      components: {
        schemas: {
          PartnerView: { properties },
          RegisterPartner: {
            properties: {
              leadPartnerId: either,
              partnerIds: { type: 'array', items: either },
              name: { type: 'string' },
            },
          },
        },
      },
    });
  });

  it('finds the field of a collection', () => {
    expect(['partners', 'methodology-versions', 'assemblies'].map(fieldOf)).toEqual([
      'partnerId',
      'methodologyVersionId',
      'assemblyId',
    ]);
  });
});
