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
import { ApiExtraModels, ApiHeader, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';

const CREATES = 'polyphony:creates';

const refusals = (...statuses: [number, string][]): MethodDecorator[] =>
  statuses.map(([status, description]) =>
    ApiResponse({
      status,
      description,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }),
  );
const commandHeaders = [
  ApiHeader({ name: 'X-Actor', required: true, description: 'Who acts' }),
  ApiHeader({ name: 'X-Role', required: true, description: 'In which role' }),
  ApiHeader({ name: 'X-Partner', description: 'For which partner' }),
  ApiHeader({
    name: 'Idempotency-Key',
    description: 'A repetition with the same key and request gets the same answer',
  }),
];

/** POST on a collection: makes an aggregate, answers 201 with Location and ETag. */
export function CreateRoute(view: Type, summary: string, path = ''): MethodDecorator {
  return applyDecorators(
    Post(path),
    HttpCode(201),
    SetMetadata(CREATES, true),
    ApiOperation({ summary }),
    ApiResponse({ status: 201, description: 'Made', type: view }),
    ...commandHeaders,
    ...refusals(
      [400, 'Malformed'],
      [401, 'Nobody acts'],
      [403, 'Not allowed'],
      [404, 'Unknown'],
      [409, 'Refused by the state of things'],
      [422, 'Against a rule'],
    ),
  );
}

/** POST on a sub-resource: a command on one aggregate, which needs If-Match; answers 200 with its new state and ETag. */
export function CommandRoute(path: string, view: Type, summary: string): MethodDecorator {
  return applyDecorators(
    Post(path),
    HttpCode(200),
    ApiOperation({ summary }),
    ApiResponse({ status: 200, description: 'Done', type: view }),
    ApiHeader({ name: 'If-Match', required: true, description: 'The ETag that was read' }),
    ...commandHeaders,
    ...refusals(
      [400, 'Malformed'],
      [401, 'Nobody acts'],
      [403, 'Not allowed'],
      [404, 'Unknown'],
      [409, 'Refused by the state of things'],
      [412, 'Changed since it was read'],
      [422, 'Against a rule'],
      [428, 'If-Match is missing'],
    ),
  );
}

/** GET of one view, with its ETag. */
export function ReadRoute(path: string, view: Type, summary: string): MethodDecorator {
  return applyDecorators(
    Get(path),
    ApiOperation({ summary }),
    ApiResponse({ status: 200, description: 'As it stands', type: view }),
    ...refusals([400, 'Malformed'], [404, 'Unknown']),
  );
}

/** GET of a filtered list, page by page. */
export function ListRoute(path: string, view: Type, summary: string): MethodDecorator {
  return applyDecorators(
    Get(path),
    ApiOperation({ summary }),
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
    ...refusals([400, 'Malformed']),
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
