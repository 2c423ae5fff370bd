import {
  applyDecorators,
  Get,
  HttpCode,
  Post,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtraModels, ApiHeader, ApiOperation, ApiProduces, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { CallableBy, securityOf } from './callers.js';
import type { Callers } from './roles.js';

const CREATES = 'polyphony:creates';

/** What both sides may rely on at every route: who may call it, and the form of every refusal. */
function route(
  method: MethodDecorator,
  callers: Callers,
  summary: string,
  refusals: Record<number, string>,
): MethodDecorator[] {
  const all = { ...refusals, ...(callers === 'public' ? {} : FOR_OTHERS), ...AT_ANY_ROUTE };
  return [
    method,
    CallableBy(callers),
    ApiOperation({ summary, security: securityOf(callers) }),
    ...Object.entries(all).map(([status, description]) =>
      ApiResponse({
        status: Number(status),
        description,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      }),
    ),
  ];
}

const AT_ANY_ROUTE = { 401: 'No token that counts', 503: 'What the answer needs is out of reach: try again' };
const FOR_OTHERS = { 403: 'Not allowed to this actor' };
const IDEMPOTENCY_KEY = ApiHeader({
  name: 'Idempotency-Key',
  description: 'A repetition with the same key and request gets the same answer',
});
const COMMAND_REFUSALS = {
  400: 'Malformed',
  404: 'Unknown',
  409: 'Refused by the state of things',
  422: 'Against a rule',
};

/** POST on a collection: makes an aggregate, answers 201 with Location and ETag. */
export function CreateRoute(callers: Callers, view: Type, summary: string, path = ''): MethodDecorator {
  return applyDecorators(
    ...route(Post(path), callers, summary, COMMAND_REFUSALS),
    HttpCode(201),
    SetMetadata(CREATES, true),
    ApiResponse({ status: 201, description: 'Made', type: view }),
    IDEMPOTENCY_KEY,
  );
}

/** POST on a sub-resource: a command on one aggregate, which needs If-Match; answers 200 with its new state and ETag. */
export function CommandRoute(callers: Callers, path: string, view: Type, summary: string): MethodDecorator {
  return applyDecorators(
    ...route(Post(path), callers, summary, {
      ...COMMAND_REFUSALS,
      412: 'Changed since it was read',
      428: 'If-Match is missing',
    }),
    HttpCode(200),
    ApiResponse({ status: 200, description: 'Done', type: view }),
    ApiHeader({ name: 'If-Match', required: true, description: 'The ETag that was read' }),
    IDEMPOTENCY_KEY,
  );
}

/** GET of one view, with its ETag. */
export function ReadRoute(callers: Callers, path: string, view: Type, summary: string): MethodDecorator {
  return applyDecorators(
    ...route(Get(path), callers, summary, { 400: 'Malformed', 404: 'Unknown' }),
    ApiResponse({ status: 200, description: 'As it stands', type: view }),
  );
}

/** GET of a file of one of these media types. */
export function FileRoute(callers: Callers, path: string, types: string[], summary: string): MethodDecorator {
  return applyDecorators(
    ...route(Get(path), callers, summary, { 400: 'Malformed', 404: 'Unknown' }),
    ApiProduces(...types),
    ApiResponse({ status: 200, description: 'The file, byte by byte as it was published' }),
  );
}

/** GET of a filtered list, page by page. */
export function ListRoute(callers: Callers, path: string, view: Type, summary: string): MethodDecorator {
  return applyDecorators(
    ...route(Get(path), callers, summary, { 400: 'Malformed' }),
    ApiExtraModels(view),
    ApiResponse({
      status: 200,
      description: 'A page',
      schema: {
        type: 'object',
        required: ['items'],
        properties: { items: { type: 'array', items: { $ref: getSchemaPath(view) } }, next: { type: 'string' } },
      },
    }),
  );
}

/** Adds ETag from the `version` of an answered view, and Location to what was created. */
@Injectable()
export class ViewHeaders implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const http = context.switchToHttp();
    const creates = this.reflector.get<boolean | undefined>(CREATES, context.getHandler());
    return next.handle().pipe(
      map((body: unknown) => {
        const view = body as { id?: unknown; version?: unknown } | null | undefined;
        const reply = http.getResponse<FastifyReply>();
        if (typeof view?.version === 'number') void reply.header('etag', `"${view.version}"`);
        if (creates && typeof view?.id === 'string')
          void reply.header('location', `${http.getRequest<FastifyRequest>().url.split('?')[0]}/${view.id}`);
        return body;
      }),
    );
  }
}
