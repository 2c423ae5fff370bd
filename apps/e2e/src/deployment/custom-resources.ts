import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameOf, parseManifests, type Manifest } from './manifests.js';

interface CustomResourceDefinition {
  spec: {
    group: string;
    names: { kind: string };
    versions: { name: string; schema: { openAPIV3Schema: AnySchemaObject } }[];
  };
}

/** The schemas that operators bring for their kinds. */
export class CustomResources {
  private readonly schemas = new Map<string, AnySchemaObject>();
  private readonly validators = new Map<AnySchemaObject, ValidateFunction>();
  // strict off: Kubernetes' own keywords (x-kubernetes-…) and formats stand in these schemas.
  private readonly ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, code: { regExp } });

  /** @param definitions CustomResourceDefinitions, among other resources perhaps */
  constructor(definitions: readonly Manifest[]) {
    for (const definition of definitions.filter(({ kind }) => kind === 'CustomResourceDefinition')) {
      const { group, names, versions } = (definition as unknown as CustomResourceDefinition).spec;
      for (const { name, schema } of versions)
        this.schemas.set(`${group}/${name} ${names.kind}`, schema.openAPIV3Schema);
    }
  }

  /** Reads every YAML file of a folder. */
  static in(folder: string): CustomResources {
    const files = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file));
    return new CustomResources(files.flatMap((file) => parseManifests(readFileSync(join(folder, file), 'utf8'))));
  }

  /** What the operator's schema says against this resource; a kind without a schema is one problem. */
  problemsWith(manifest: Manifest): string[] {
    const schema = this.schemas.get(`${manifest.apiVersion} ${manifest.kind}`);
    if (!schema) return [`${nameOf(manifest)}: no schema of ${manifest.apiVersion}`];
    const validate = this.validatorOf(schema);
    validate(manifest);
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      [`${nameOf(manifest)}${instancePath}: ${message}`, ...Object.values<unknown>(params)].join(' '),
    );
  }

  private validatorOf(schema: AnySchemaObject): ValidateFunction {
    const known = this.validators.get(schema) ?? this.ajv.compile(closed(rooted(schema)));
    this.validators.set(schema, known);
    return known;
  }
}

/** Kubernetes' expressions are Go's, which may begin with (?i). */
const regExp = Object.assign(
  (pattern: string, flags: string) =>
    pattern.includes('(?i)') ? new RegExp(pattern.replace('(?i)', ''), `${flags}i`) : new RegExp(pattern, flags),
  { code: 'new RegExp' },
);

/** A resource has these fields whether its schema names them or not. */
function rooted(schema: AnySchemaObject): AnySchemaObject {
  const any = { 'x-kubernetes-preserve-unknown-fields': true };
  const properties = { ...(schema['properties'] as object), apiVersion: any, kind: any, metadata: any };
  return { ...schema, properties };
}

/** The same schema, refusing what the API server would prune, and taking what it takes by Kubernetes' own keywords. */
function closed(schema: AnySchemaObject): AnySchemaObject {
  const { 'x-kubernetes-int-or-string': intOrString, nullable, ...rest } = schema as Record<string, unknown>;
  if (intOrString) return { type: ['integer', 'string'] };
  const result: AnySchemaObject = { ...rest };
  if (nullable && typeof rest['type'] === 'string') result['type'] = [rest['type'], 'null'];
  if (isObject(rest['properties'])) {
    result['properties'] = Object.fromEntries(
      Object.entries(rest['properties']).map(([name, property]) => [name, closed(property as AnySchemaObject)]),
    );
    if (!rest['x-kubernetes-preserve-unknown-fields'] && rest['additionalProperties'] === undefined)
      result['additionalProperties'] = false;
  }
  for (const nested of ['items', 'additionalProperties'])
    if (isObject(rest[nested])) result[nested] = closed(rest[nested]);
  return result;
}

function isObject(value: unknown): value is AnySchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
