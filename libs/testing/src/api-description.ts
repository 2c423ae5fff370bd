import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { existsSync, readFileSync } from 'node:fs';
import type { HttpAnswer } from './http-client.js';

interface DescribedAnswer {
  headers?: Record<string, { required?: boolean }>;
  content?: Record<string, { schema?: object }>;
}
/** What is looked at of an answer. */
type Answer = Pick<HttpAnswer<unknown>, 'status' | 'headers' | 'body'>;

/** What it reads of a document. */
export interface Document {
  openapi?: string;
  components?: object;
  paths: Record<string, Partial<Record<string, { responses: Partial<Record<string, DescribedAnswer>> }>>>;
}

const PROBLEM = { $ref: '#/components/schemas/Problem' };
/** What a route that is not described answers: it refuses, and no more. */
const NOT_DESCRIBED: DescribedAnswer = { content: { 'application/problem+json': { schema: PROBLEM } } };
const known = new Map<string, ApiDescription | undefined>();

/** The OpenAPI document of a service, to which all its answers must keep. */
export class ApiDescription {
  private readonly ajv = new Ajv2020({ allErrors: true, formats: fullFormats, strictTypes: false });
  private readonly routes: { pattern: RegExp; path: string }[];
  private readonly validators = new Map<object, ValidateFunction>();

  constructor(private readonly document: Document) {
    this.routes = Object.keys(document.paths).map((path) => ({
      path,
      pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    }));
    // References into the document make Ajv read all of it as a schema.
    this.ajv.addVocabulary(Object.keys(document));
    this.ajv.addSchema(document, 'document', false, false);
  }

  /** The one that is checked in for a service; undefined for a service that only tests have. */
  static of(service: string): ApiDescription | undefined {
    if (!known.has(service)) {
      const file = new URL(`../../../apps/${service}/openapi.json`, import.meta.url);
      known.set(
        service,
        existsSync(file) ? new ApiDescription(JSON.parse(readFileSync(file, 'utf8')) as Document) : undefined,
      );
    }
    return known.get(service);
  }

  /** @throws Error that says in what the answer is not as described: status, media type, headers or body */
  check(method: string, path: string, answer: Answer): void {
    const faults = this.faultsOf(method, new URL(path, 'http://service').pathname, answer);
    if (faults.length > 0)
      throw new Error(
        `${method} ${path} answers ${answer.status} otherwise than OpenAPI says:\n  ${faults.join('\n  ')}\n` +
          JSON.stringify(answer.body, null, 2),
      );
  }

  private faultsOf(method: string, path: string, { status, headers, body }: Answer): string[] {
    if (path.startsWith('/health/') && status === 200) return [];
    const route = this.routes.find(({ pattern }) => pattern.test(path));
    const operation = route && this.document.paths[route.path]![method.toLowerCase()];
    if (!operation && ![400, 404, 503].includes(status)) return [`no such route is described`];
    const described = operation ? operation.responses[status] : NOT_DESCRIBED;
    if (!described) return ['this status is not described'];
    const missing = Object.entries(described.headers ?? {})
      .filter(([name, { required }]) => required && !headers.has(name))
      .map(([name]) => `the header ${name} is missing`);
    const type = headers.get('content-type')?.split(';')[0];
    const content = described.content?.[type ?? ''];
    return [...missing, ...(content ? this.bodyFaults(content.schema ?? {}, body) : [`${type} is not described`])];
  }

  private bodyFaults(schema: object, body: unknown): string[] {
    let validate = this.validators.get(schema);
    if (!validate) {
      const resolved = JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/');
      this.validators.set(schema, (validate = this.ajv.compile(JSON.parse(resolved) as object)));
    }
    if (validate(body)) return [];
    return validate.errors!.map(({ instancePath, message, params }) =>
      [instancePath, message, JSON.stringify(params)].join(' '),
    );
  }
}
