import type { Type } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { FIELD_SCHEMAS } from './fields.js';

type Schema = Extract<NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string], { type?: unknown }>;

/** The form of every refusal. */
export const PROBLEM: Schema = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'code', 'detail', 'traceId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: switch on this' },
    detail: { type: 'string' },
    traceId: { type: 'string', description: 'Of W3C trace context' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body, or into the query as an object' },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};

/** A parameter of a query. */
export interface QueryParameter {
  name: string;
  in: 'query';
  required: boolean;
  description?: string;
  schema: Schema;
}

/** JSON Schema by the same class-validator rules that check requests. */
export class Schemas {
  private readonly rules = validationMetadatasToSchemas({
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix: '#/components/schemas/',
    additionalConverters: FIELD_SCHEMAS,
  }) as Record<string, Schema>;

  /**
   * The schemas of these classes and of all that they mention.
   * @throws Error that names a class, or a field of one, of which no rule says what it is
   */
  of(classes: string[]): Record<string, Schema> {
    const schemas: Record<string, Schema> = {};
    const take = (name: string): void => {
      if (schemas[name]) return;
      const schema = this.rule(name);
      schemas[name] = { ...schema, additionalProperties: false };
      for (const [, nested] of JSON.stringify(schema).matchAll(/#\/components\/schemas\/(\w+)/g)) take(nested!);
    };
    classes.forEach(take);
    return schemas;
  }

  /** The parameters that the class of a query stands for, with the defaults that it sets. @throws Error as {@link of} */
  parameters(query: Type<object>): QueryParameter[] {
    const { properties, required } = this.rule(query.name);
    const defaults = new query() as Record<string, unknown>;
    return Object.entries(properties ?? {}).map(([name, said]) => {
      const { description, ...schema } = said as Schema;
      const isSet = defaults[name] !== undefined;
      return {
        name,
        in: 'query',
        required: !isSet && (required?.includes(name) ?? false),
        ...(description === undefined ? {} : { description }),
        schema: isSet ? { ...schema, default: defaults[name] } : schema,
      };
    });
  }

  private rule(name: string): Schema {
    const schema = this.rules[name];
    if (!schema) throw new Error(`No rule says what ${name} is`);
    for (const [field, said] of Object.entries(schema.properties ?? {}))
      if (!saysSomething(said as Schema)) throw new Error(`No rule says what ${name}.${field} is`);
    return schema;
  }
}

function saysSomething(schema: Schema): boolean {
  if ('$ref' in schema) return true;
  if (schema.type === 'array') return schema.items !== undefined && saysSomething(schema.items as Schema);
  const all = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])] as Schema[];
  return all.length > 0 ? all.every(saysSomething) : schema.type !== undefined;
}
