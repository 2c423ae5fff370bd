/** A JSON Schema as far as programs here look into it. */
export interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  type?: string;
  format?: string;
  enum?: unknown[];
  items?: Schema;
  $ref?: string;
  $defs?: Record<string, Schema>;
  [keyword: string]: unknown;
}

/** Schemas by event type. */
export type Schemas = ReadonlyMap<string, Schema>;

/** What a schema says without constraining a value, and what is compared by itself. */
const NOT_COMPARED = new Set(['$schema', '$id', '$defs', '$ref', 'title', 'description', 'properties', 'required']);

/**
 * What keeps somebody who knows the released schemas from reading what is written now, or us from reading what was
 * written then. Four rules:
 *
 * 1. A type stays.
 * 2. A property stays, required or optional as it was.
 * 3. A new property is optional.
 * 4. What is said of a value (its type, format, pattern, codes, bounds) stays the same: told tighter, it refuses old data;
 *    told looser, old readers refuse new data.
 *
 * @returns one sentence for each break
 */
export function incompatibilities(released: Schemas, current: Schemas): string[] {
  return [...released].flatMap(([type, before]) => {
    const after = current.get(type);
    return after ? differences(before, after, type, { before, after, seen: new Set() }) : [`${type} is gone`];
  });
}

/** The two documents in which references are looked up, and the pairs of definitions that are compared already. */
interface Documents {
  before: Schema;
  after: Schema;
  seen: Set<string>;
}

function differences(before: Schema, after: Schema, at: string, documents: Documents): string[] {
  if (before.$ref || after.$ref) {
    const pair = `${before.$ref} ${after.$ref}`;
    if (documents.seen.has(pair)) return [];
    documents.seen.add(pair);
  }
  const had = resolved(before, documents.before);
  const has = resolved(after, documents.after);
  return [
    ...valueDifferences(had, has, at),
    ...propertyDifferences(had, has, at, documents),
    ...(had.items && has.items ? differences(had.items, has.items, `${at}/items`, documents) : []),
  ];
}

function resolved(schema: Schema, { $defs }: Schema): Schema {
  return schema.$ref ? $defs![schema.$ref.replace('#/$defs/', '')]! : schema;
}

function valueDifferences(had: Schema, has: Schema, at: string): string[] {
  // Items that both have are compared one by one; that only one has them is a difference of the value.
  const skipped = had.items && has.items ? new Set([...NOT_COMPARED, 'items']) : NOT_COMPARED;
  const keywords = new Set([...Object.keys(had), ...Object.keys(has)].filter((keyword) => !skipped.has(keyword)));
  return [...keywords].flatMap((keyword) => {
    const [was, is] = [had[keyword], has[keyword]].map(told);
    return was === is ? [] : [`${at}: ${keyword} was ${was} and is ${is}`];
  });
}

/** The order of codes says nothing. */
function told(value: unknown): string {
  if (value === undefined) return 'not said';
  return Array.isArray(value)
    ? `[${value
        .map((one) => JSON.stringify(one))
        .sort()
        .join()}]`
    : JSON.stringify(value);
}

function propertyDifferences(had: Schema, has: Schema, at: string, documents: Documents): string[] {
  const [before, after] = [had.properties ?? {}, has.properties ?? {}];
  const required = (schema: Schema, name: string): boolean => schema.required?.includes(name) ?? false;
  const kept = Object.entries(before).flatMap(([name, property]) => {
    const now = after[name];
    if (!now) return [`${at}/${name} is gone`];
    const [was, is] = [required(had, name), required(has, name)].map((must) => (must ? 'required' : 'optional'));
    return [
      ...(was === is ? [] : [`${at}/${name} was ${was} and is ${is}`]),
      ...differences(property, now, `${at}/${name}`, documents),
    ];
  });
  const added = Object.keys(after).filter((name) => !(name in before) && required(has, name));
  return [...kept, ...added.map((name) => `${at}/${name} is new and required`)];
}
