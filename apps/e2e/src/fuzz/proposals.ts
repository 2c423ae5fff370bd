/** What only a service can name, by the name of a field that takes it: ids of what exists, by `partnerId`, `waveId` and so on. */
export type KnownIds = ReadonlyMap<string, readonly string[]>;

interface Schema {
  format?: string;
  description?: string;
  items?: Schema;
  anyOf?: Schema[];
  [keyword: string]: unknown;
}
interface Parameter {
  name: string;
  in: string;
  description?: string;
  schema: Schema;
}
/** What is read of an OpenAPI document. */
export interface Document {
  paths: Record<string, Record<string, { parameters?: Parameter[] }>>;
  components: { schemas: Record<string, { properties?: Record<string, Schema> }> };
}

/** Versions that an aggregate of the wave may have. */
const ETAGS = ['"1"', '"2"', '"3"', '"4"', '"5"'];
/** By what a schema says of itself: it does not list the codes of a standard. */
const CODES: Partial<Record<string, string[]>> = { 'ISO 3166-1 alpha-2': ['KE', 'FR', 'br'] };

/** The name of a field that holds an id of this collection: `methodology-versions` gives `methodologyVersionId`. */
export function fieldOf(collection: string): string {
  const singular = collection.replace(/ies$/, 'y').replace(/s$/, '');
  return `${singular.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Id`;
}

/**
 * The document, made to propose what it can only describe: ids that exist beside made-up ones, which meet nothing but 404,
 * likely versions, and codes that a standard knows. A cursor, which nobody may make up, is left out.
 */
export function proposing(document: Document, ids: KnownIds): Document {
  const copy = structuredClone(document);
  for (const [path, operations] of Object.entries(copy.paths))
    for (const operation of Object.values(operations))
      operation.parameters = operation.parameters
        ?.filter(({ name }) => name !== 'cursor')
        .map((parameter) => proposed(parameter, path, ids));
  for (const [type, { properties = {} }] of Object.entries(copy.components.schemas)) {
    if (type.endsWith('View')) continue; // an answer
    for (const [name, schema] of Object.entries(properties)) properties[name] = refined(schema, ids, name);
  }
  return copy;
}

function proposed(parameter: Parameter, path: string, ids: KnownIds): Parameter {
  const { name, description, schema } = parameter;
  if (name === 'If-Match') return { ...parameter, schema: either(ETAGS, schema) };
  // What the `{id}` of a path names is a member of the collection before it.
  const field = name === 'id' ? fieldOf(/([^/]+)\/\{id\}/.exec(path)?.[1] ?? '') : name;
  return { ...parameter, schema: refined({ description, ...schema }, ids, field) };
}

function refined(schema: Schema, ids: KnownIds, name: string): Schema {
  if (schema.items) return { ...schema, items: refined(schema.items, ids, name.replace(/s$/, '')) };
  if (schema.anyOf) return { ...schema, anyOf: schema.anyOf.map((one) => refined(one, ids, name)) };
  const codes = CODES[schema.description ?? ''];
  if (codes) return { ...schema, enum: codes };
  if (schema.format !== 'uuid') return schema;
  const [, known = []] = [...ids].find(([field]) => name.toLowerCase().endsWith(field.toLowerCase())) ?? [];
  return either(known, schema);
}

function either(known: readonly string[], schema: Schema): Schema {
  return known.length === 0 ? schema : { anyOf: [{ enum: known }, schema] };
}
