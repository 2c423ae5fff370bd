import { ApiResponse } from '@nestjs/swagger';
import type { Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';

interface Header {
  description: string;
  required: boolean;
  schema: { type: 'string' | 'integer' };
}

const text = (description: string, required = true): Header => ({ description, required, schema: { type: 'string' } });
const seconds = (description: string, required: boolean): Header => ({
  description,
  required,
  schema: { type: 'integer' },
});

/** What is refused with which status, and the headers that come along. */
const REFUSALS = {
  400: { description: 'Malformed' },
  401: { description: 'No token that counts', headers: { 'WWW-Authenticate': text('By RFC 6750') } },
  403: { description: 'Not allowed to this actor' },
  404: { description: 'Unknown' },
  408: { description: 'It did not arrive in time' },
  409: {
    description: 'Refused by the state of things, for good unless it says when to try again',
    headers: { 'Retry-After': seconds('What is meant has not been heard of yet; in seconds', false) },
  },
  412: { description: 'Changed since it was read' },
  413: { description: 'A body that is too large' },
  415: { description: 'A body that is no JSON, or encoded otherwise than with gzip' },
  422: { description: 'Against a rule' },
  428: { description: 'If-Match is missing' },
  429: {
    description: 'More requests than one actor, or one address without a token that counts, may send',
    headers: { 'Retry-After': seconds('When to try again, in seconds', true) },
  },
  431: { description: 'A head that is too large' },
  500: { description: 'Something is wrong on our side' },
  503: {
    description: 'What the answer needs is out of reach',
    headers: { 'Retry-After': seconds('When to try again, in seconds', true) },
  },
} as const;
export type RefusalStatus = keyof typeof REFUSALS;

/** Describes refusals, each of which is problem+json. */
export function refusals(statuses: readonly RefusalStatus[]): MethodDecorator[] {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return statuses.map((status) => ApiResponse({ status, ...REFUSALS[status], content }));
}

/** Describes the answer to what was made. */
export function made(view: Type): MethodDecorator {
  const headers = { Location: text('Where it is read from now on'), ...etagOf(view) };
  return ApiResponse({ status: 201, description: 'Made', type: view, headers });
}

/** Describes a view as the answer, with its entity tag where it has a version. */
export function answered(view: Type, description: string): MethodDecorator {
  return ApiResponse({ status: 200, description, type: view, headers: etagOf(view) });
}

/** Describes a file as the answer, which never changes. */
export function file(types: readonly string[]): MethodDecorator {
  const schemaOf = (type: string): object => (type === 'application/json' ? {} : { type: 'string' });
  return ApiResponse({
    status: 200,
    description: 'The file, byte by byte as it was published',
    headers: { ETag: text('SHA-256 of the file'), 'Cache-Control': text('It may be kept for ever') },
    content: Object.fromEntries(types.map((type) => [type, { schema: schemaOf(type) }])),
  });
}

/** What {@link ViewHeaders} adds. */
function etagOf(view: Type): Record<string, Header> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(view, '', false, false);
  const hasVersion = rules.some(({ propertyName }) => propertyName === 'version');
  return hasVersion ? { ETag: text('Its version, for If-Match') } : {};
}
