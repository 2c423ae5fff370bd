import {
  applyDecorators,
  Get,
  HttpCode,
  Injectable,
  Post,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtraModels, ApiHeader, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { answered, file, made, refusals, type RefusalStatus } from './answers.js';
import { CallableBy, securityOf } from './callers.js';
import { IDEMPOTENCY_KEY_LENGTH } from './command.js';
import type { Callers } from './roles.js';

const CREATES = 'polyphony:creates';

/** What both sides may rely on at every route: who may call it, and the form of every refusal. */
function route(
  method: MethodDecorator,
  callers: Callers,
  summary: string,
  statuses: readonly RefusalStatus[],
): MethodDecorator[] {
  return [
    method,
    CallableBy(callers),
    ApiOperation({ summary, security: securityOf(callers) }),
    ...refusals([...AT_ANY_ROUTE, ...(callers === 'public' ? [] : FOR_OTHERS), ...statuses]),
  ];
}

const AT_ANY_ROUTE: RefusalStatus[] = [400, 401, 429, 431, 500, 503];
const FOR_OTHERS: RefusalStatus[] = [403];
const AT_ANY_COMMAND: RefusalStatus[] = [404, 408, 409, 413, 415, 422];
const ON_AGGREGATES: RefusalStatus[] = [412, 428];

const IDEMPOTENCY_KEY = ApiHeader({
  name: 'Idempotency-Key',
  description: 'A repetition with the same key and request, byte for byte, gets the same answer, for seven days',
  schema: { type: 'string', minLength: IDEMPOTENCY_KEY_LENGTH.min, maxLength: IDEMPOTENCY_KEY_LENGTH.max },
});
const IF_MATCH = ApiHeader({
  name: 'If-Match',
  required: true,
  description: 'The ETag that was read',
  schema: { type: 'string', pattern: '^"[0-9]+"$' },
});

/** POST on a collection: makes an aggregate, answers 201 with Location and ETag. */
export function CreateRoute(callers: Callers, view: Type, summary: string, path = ''): MethodDecorator {
  return applyDecorators(
    ...route(Post(path), callers, summary, AT_ANY_COMMAND),
    HttpCode(201),
    SetMetadata(CREATES, true),
    made(view),
    IDEMPOTENCY_KEY,
  );
}

/** POST on a sub-resource: a command on one aggregate, which needs If-Match; answers 200 with its new state and ETag. */
export function CommandRoute(callers: Callers, path: string, view: Type, summary: string): MethodDecorator {
  return applyDecorators(
    ...route(Post(path), callers, summary, [...AT_ANY_COMMAND, ...ON_AGGREGATES]),
    HttpCode(200),
    answered(view, 'Done'),
    IF_MATCH,
    IDEMPOTENCY_KEY,
  );
}

/** GET of one view, with its ETag. */
export function ReadRoute(callers: Callers, path: string, view: Type, summary: string): MethodDecorator {
  return applyDecorators(...route(Get(path), callers, summary, [404]), answered(view, 'As it stands'));
}

/** GET of a file of one of these media types. */
export function FileRoute(callers: Callers, path: string, types: string[], summary: string): MethodDecorator {
  return applyDecorators(...route(Get(path), callers, summary, [404]), file(types));
}

/** GET of a filtered list, page by page. */
export function ListRoute(callers: Callers, path: string, view: Type, summary: string): MethodDecorator {
  return applyDecorators(
    ...route(Get(path), callers, summary, []),
    ApiExtraModels(view),
    ApiResponse({
      status: 200,
      description: 'A page',
      schema: {
        type: 'object',
        required: ['items'],
        properties: {
          items: { type: 'array', items: { $ref: getSchemaPath(view) } },
          next: { type: 'string', description: 'The cursor of the next page; absent on the last' },
        },
        additionalProperties: false,
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
