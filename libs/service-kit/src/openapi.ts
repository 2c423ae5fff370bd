import { Global, Module, type INestApplicationContext, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { Relay } from '@polyphony/messaging';
import { DataSource } from 'typeorm';
import { BEARER, handlersOf, requireCallers, type Handler } from './callers.js';
import { Commands } from './commands.js';
import { PROBLEM, Schemas } from './openapi-schemas.js';
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
      .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
      .addServer('/', 'Wherever the service is')
      .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: SCHEME }, BEARER)
      .build(),
    { operationIdFactory: (_controller, method) => method },
  );
  const schemas = new Schemas();
  const named = Object.keys(document.components?.schemas ?? {});
  document.components = { ...document.components, schemas: { Problem: PROBLEM, ...schemas.of(named) } };
  describeQueries(document, app, schemas);
  describeBodies(document);
  await app.close();
  return document;
}

/** Adds the parameters of queries, which Nest knows by their class only. */
function describeQueries(document: OpenAPIObject, app: INestApplicationContext, schemas: Schemas): void {
  const queries = new Map(handlersOf(app).map((handler) => [handler.method, queryOf(handler)]));
  for (const operation of operationsOf(document)) {
    const query = queries.get(operation.operationId!);
    if (query) operation.parameters = [...(operation.parameters ?? []), ...schemas.parameters(query)];
  }
}

/** The class of the query that a handler takes. */
function queryOf({ controller, method }: Handler): Type<object> | undefined {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, object>;
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) as Type<object>[];
  const place = Object.keys(args).find((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
  return place === undefined ? undefined : types[Number(place.split(':')[1])];
}

/** A body of which every field may be left out may be left out itself. */
function describeBodies({ components, paths }: OpenAPIObject): void {
  for (const { requestBody } of operationsOf({ paths })) {
    if (!requestBody || !('content' in requestBody)) continue;
    const { $ref } = requestBody.content['application/json']!.schema as { $ref: string };
    const schema = components!.schemas![$ref.split('/').at(-1)!] as { required?: string[] };
    requestBody.required = schema.required !== undefined;
  }
}

function operationsOf({ paths }: Pick<OpenAPIObject, 'paths'>) {
  return Object.values(paths).flatMap(({ get, post }) => [get, post].filter((operation) => operation !== undefined));
}

const SCHEME = 'A token of the configured issuer; a route names the roles of which it must hold one.';
