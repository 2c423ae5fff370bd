import type { Schema } from './clients.js';

/** The form of every refusal (RFC 9457). */
export type Problem = Schema<'partner-registry', 'Problem'>;

/** What every aggregate answers. */
export interface Versioned {
  id: string;
  version: number;
}

/** What a caller gets from a service: a view or a refusal. */
export interface Answer<View = unknown> {
  data?: View;
  error?: unknown;
  response: Response;
}

/** A page of a list. */
export interface Page<T> {
  items: T[];
  next?: string;
}

/** A service does not do what it was asked to. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    /** Pointers and codes of what is wrong, where the answer names them. */
    readonly errors: NonNullable<Problem['errors']>,
    message: string,
  ) {
    super(message);
  }
}

/** The view that a service answers. @throws {Refused} */
export async function viewOf<A extends Answer>(asked: Promise<A>): Promise<NonNullable<A['data']>> {
  const answer = await asked;
  if (answer.response.ok) return answer.data as NonNullable<A['data']>;
  const problem = (typeof answer.error === 'object' ? answer.error : { detail: answer.error }) as Partial<Problem>;
  const named = (problem.errors ?? []).map(({ pointer, detail }) => `\n  ${pointer} ${detail}`).join('');
  const { status, url } = answer.response;
  const what = [status, problem.code, problem.detail].filter((part) => part !== undefined).join(' ');
  throw new Refused(status, problem.code ?? 'unknown', problem.errors ?? [], `${url}: ${what}${named}`);
}

/** Every item of a list, page by page. @throws {Refused} */
export async function itemsOf<T>(
  ask: (page: { limit: number; cursor?: string }) => Promise<Answer<Page<T>>>,
): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await viewOf(ask({ limit: 200, ...(cursor === undefined ? {} : { cursor }) }));
    items.push(...page.items);
    if (page.next === undefined) return items;
    cursor = page.next;
  }
}

/** The parameters of a command on an aggregate, as it was last answered. */
export function on({ id, version }: Versioned) {
  return { path: { id }, header: { 'If-Match': `"${version}"` } };
}

/** The parameters of a command that makes something, under a key by which a repetition finds it. */
export function keyed(key: string) {
  return { header: { 'Idempotency-Key': key } };
}
