import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { rememberClassMetadata } from './class-metadata.js';

rememberClassMetadata();

/** The class of one event version: `new` takes the data, `type` is its name on the wire, such as `partner.activated.v1`. */
export interface EventClass<T extends object = object> {
  readonly type: string;
  new (data: T): T;
}

/** The data of an event that does not meet its class: a defect of whoever wrote it. */
export class InvalidEventData extends Error {
  constructor(
    readonly type: string,
    readonly problems: string[],
  ) {
    super(`${type}: ${problems.join('; ')}`);
  }
}

/** Largest value on a topic in bytes; Kafka's own limit is 1 MiB a message, headers included. */
export const MAX_EVENT_BYTES = 768 * 1024;

/**
 * Strict out: the JSON of an event, refused when a field is missing, wrong or not declared in the class.
 * @throws {InvalidEventData}
 */
export function serialise(event: object): string {
  const type = (event.constructor as EventClass).type;
  const json = JSON.stringify(event);
  // Nested payloads are plain objects; only instances of the declared classes are validated.
  const instance = plainToInstance(event.constructor as EventClass, JSON.parse(json) as object);
  refuseErrors(type, validateSync(instance, { whitelist: true, forbidNonWhitelisted: true }));
  if (Buffer.byteLength(json) > MAX_EVENT_BYTES)
    throw new InvalidEventData(type, [`is larger than ${MAX_EVENT_BYTES} bytes`]);
  return json;
}

/**
 * Tolerant in: an event read from its JSON; unknown fields are ignored, missing or wrong required ones refused.
 * @throws {InvalidEventData} and SyntaxError for a text that is no JSON
 */
export function deserialise<T extends object>(eventClass: EventClass<T>, json: string): T {
  const data: unknown = JSON.parse(json);
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new InvalidEventData(eventClass.type, ['data is not a JSON object']);
  const instance = plainToInstance(eventClass, data);
  refuseErrors(eventClass.type, validateSync(instance, { whitelist: true }));
  return instance;
}

function refuseErrors(type: string, errors: ValidationError[]): void {
  if (errors.length > 0)
    throw new InvalidEventData(
      type,
      errors.flatMap((error) => describe(error, '')),
    );
}

function describe(error: ValidationError, parent: string): string[] {
  const path = `${parent}/${error.property}`;
  return [
    ...Object.values(error.constraints ?? {}).map((message) => `${path} ${message}`),
    ...(error.children ?? []).flatMap((child) => describe(child, path)),
  ];
}
