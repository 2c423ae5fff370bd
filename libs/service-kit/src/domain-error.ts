/** Kinds of refusal; the problem filter maps each to one HTTP status. */
export type RefusalKind =
  /** 400: not readable or not allowed as a request. */
  | 'malformed'
  /** 401: no token says who acts, or none that counts. */
  | 'unauthenticated'
  /** 403: this actor may not. */
  | 'forbidden'
  /** 404 */
  | 'not-found'
  /** 409: the state of things forbids it. */
  | 'conflict'
  /** 409 with Retry-After: known only from events, and not seen yet. */
  | 'not-seen-yet'
  /** 412: somebody changed it since it was read. */
  | 'stale'
  /** 408: it did not arrive in time. */
  | 'too-slow'
  /** 413 */
  | 'too-large'
  /** 415: in a form that is not read here. */
  | 'unsupported'
  /** 422: well-formed, and against a rule. */
  | 'invalid'
  /** 428: a command on an aggregate must say which version it means. */
  | 'version-required'
  /** 429 with Retry-After: more requests than one may send. */
  | 'too-often'
  /** 431 */
  | 'head-too-large'
  /** 503 with Retry-After: an engine does not answer. */
  | 'unavailable';

/** One thing that is wrong in a request: where (JSON pointer into the body, or into the query as an object) and what. */
export interface Violation {
  pointer: string;
  code?: string;
  detail: string;
}

/** A refusal by a rule of the field. `code` is kebab-case, noun first, stable: clients switch on it. */
export class DomainError extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    detail: string,
    readonly violations: Violation[] = [],
  ) {
    super(detail);
  }
}
