import { Type } from 'class-transformer';
import { Allow, IsArray, IsIn, IsInt, ValidateNested } from 'class-validator';
import { FIELD_SCHEMAS, IfGiven, IsDay, IsLanguage, OrNull } from './fields.js';
import { Schemas } from './openapi-schemas.js';
import { PageQuery } from './paging.js';

class Leaf {
  @IsDay() day!: string;
}
class Tree {
  @OrNull() @ValidateNested() @Type(() => Leaf) first!: Leaf | null;
  @IfGiven() @IsInt() height?: number;
  @OrNull() @IsInt() age!: number | null;
  @IsArray() @IsLanguage({ each: true }) names!: string[];
}
class TreesQuery extends PageQuery {
  @IsIn(['oak', 'elm']) kind!: string;
}
class Vague {
  @Allow() anything!: unknown;
}
class VagueList {
  @IsArray() things!: unknown[];
}

describe('The schema of a class', () => {
  it('holds what its rules say, with all classes that it mentions', () => {
    expect(new Schemas().of([Tree.name])).toEqual({
      Tree: {
        type: 'object',
        required: ['first', 'age', 'names'],
        properties: {
          first: { anyOf: [{ $ref: '#/components/schemas/Leaf' }, { type: 'null' }] },
          height: { type: 'integer' },
          age: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
          names: {
            type: 'array',
            items: {
              type: 'string',
              pattern: FIELD_SCHEMAS.isLanguage.pattern,
              maxLength: 35,
              description: 'BCP 47',
            },
          },
        },
        additionalProperties: false,
      },
      Leaf: {
        type: 'object',
        required: ['day'],
        properties: { day: { type: 'string', format: 'date', pattern: FIELD_SCHEMAS.isDay.pattern } },
        additionalProperties: false,
      },
    });
  });

  it('is refused when no rule says what the class is, or a field of it', () => {
    expect(() => new Schemas().of(['Unheard'])).toThrow('No rule says what Unheard is');
    expect(() => new Schemas().of([Vague.name])).toThrow('No rule says what Vague.anything is');
    expect(() => new Schemas().of([VagueList.name])).toThrow('No rule says what VagueList.things is');
  });

  it('gives the parameters of a query, with what they are when they are not given', () => {
    expect(new Schemas().parameters(TreesQuery)).toEqual([
      { name: 'kind', in: 'query', required: true, schema: { type: 'string', enum: ['oak', 'elm'] } },
      { name: 'cursor', in: 'query', required: false, schema: { type: 'string' } },
      {
        name: 'limit',
        in: 'query',
        required: false,
        schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      },
    ]);
  });
});
