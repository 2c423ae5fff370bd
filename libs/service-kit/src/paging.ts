import { Transform } from 'class-transformer';
import { IsInt, IsString, isUUID, Max, Min } from 'class-validator';
import { DomainError } from './domain-error.js';
import { IfGiven } from './fields.js';

/** Query of every list. */
export class PageQuery {
  /** Opaque: the `next` of the page before. */
  @IfGiven() @IsString() cursor?: string;
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
  )
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;
}

/** One page; `next` is absent on the last. */
export interface Page<T> {
  items: T[];
  next?: string;
}

/** The id after which a page starts: ids are UUIDv7, so their order is that of creation. */
export function afterId(query: PageQuery): string | null {
  if (query.cursor === undefined) return null;
  const id = Buffer.from(query.cursor, 'base64url').toString('utf8');
  if (!isUUID(id)) throw new DomainError('malformed', 'cursor-malformed', 'cursor takes the "next" of an earlier page');
  return id;
}

/** A page out of up to `limit + 1` rows in the order of their ids. */
export function pageOf<T extends { id: string }>(rows: T[], query: PageQuery): Page<T> {
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return rows.length > query.limit && last ? { items, next: Buffer.from(last.id).toString('base64url') } : { items };
}
