import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { Relay } from '@polyphony/messaging';
import { DataSource } from 'typeorm';
import { BEARER, requireCallers } from './callers.js';
import { Commands } from './commands.js';
import { FIELD_SCHEMAS } from './fields.js';
import { Pseudonyms } from './pseudonyms.js';
import { SERVICE, type ServiceDefinition } from './service-definition.js';

/** Preview mode makes no instances, but wants to know that what services depend on exists. */
@Global()
@Module({
  providers: [{ provide: SERVICE, useValue: {} }, Commands, DataSource, Pseudonyms, Relay],
  exports: [Commands, DataSource, Pseudonyms, Relay],
})
class EnginesPreview {}

/** The OpenAPI 3.1 document of a service: routes by Nest, schemas from the same class-validator rules that check requests. */
export async function describeApi(definition: ServiceDefinition): Promise<OpenAPIObject> {
  @Module({ imports: [EnginesPreview, definition.module] })
  class Preview {}
  const app = await NestFactory.create(Preview, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  requireCallers(app);
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle(`Polyphony ${definition.name}`)
      .setVersion('0.1.0')
      .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: SCHEME }, BEARER)
      .build(),
    { operationIdFactory: (_controller, method) => method },
  );
  const rules = validationMetadatasToSchemas({
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix: '#/components/schemas/',
    additionalConverters: FIELD_SCHEMAS,
  });
  const named = document.components?.schemas ?? {};
  const schemas: Record<string, unknown> = { Problem: PROBLEM };
  const take = (name: string): void => {
    if (schemas[name]) return;
    // What no rule describes, such as a body without fields, is any value.
    const schema = rules[name];
    if (!schema) {
      schemas[name] = {};
      return;
    }
    schemas[name] = { ...schema, additionalProperties: false };
    for (const [, nested] of JSON.stringify(schema).matchAll(/#\/components\/schemas\/(\w+)/g)) take(nested!);
  };
  Object.keys(named).forEach(take);
  document.components = {
    ...document.components,
    schemas: schemas as NonNullable<OpenAPIObject['components']>['schemas'],
  };
  await app.close();
  return document;
}

const SCHEME = 'A token of the configured issuer; a route names the roles of which it must hold one.';

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'code', 'detail', 'traceId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: switch on this' },
    detail: { type: 'string' },
    traceId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};
