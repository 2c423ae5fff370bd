import { applyDecorators, Param, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  buildMessage,
  isISO8601,
  IsISO31661Alpha2,
  IsString,
  IsUUID,
  isUUID,
  MaxLength,
  ValidateBy,
  ValidateIf,
  type ValidationOptions,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { CLOCK_SKEW_MS } from './clock.js';
import { DomainError } from './domain-error.js';

/** A UUID; in lower case from here on, as PostgreSQL writes it: rules compare ids as texts. */
export function IsId(options?: ValidationOptions): PropertyDecorator {
  return applyDecorators(
    Normal((text) => text.toLowerCase()),
    IsUUID(undefined, options),
  );
}

/** A text that says something, without the blanks around it. `max` in UTF-16 units. */
export function IsText(max: number, options?: ValidationOptions): PropertyDecorator {
  return applyDecorators(
    Normal((text) => text.trim()),
    // In the order in which a stack of decorators is applied, from the last to the first: FormPipe tells the first.
    MaxLength(max, options),
    Is('isText', (text) => text.trim() !== '', 'a text that says something', options),
    IsString(options),
  );
}

/** A language tag of BCP 47, in its canonical spelling from here on. */
export function IsLanguage(options?: ValidationOptions): PropertyDecorator {
  return applyDecorators(
    Normal((text) => canonicalLanguage(text) ?? text),
    Is('isLanguage', (value) => canonicalLanguage(value) !== undefined, 'a language tag as pt-BR', options),
  );
}

/** An ISO 3166-1 alpha-2 code, in capitals from here on. */
export function IsCountry(): PropertyDecorator {
  return applyDecorators(
    Normal((text) => text.toUpperCase()),
    IsISO31661Alpha2(),
  );
}

/** RFC 5646 asks for room for 35 characters; a longer tag helps nobody. */
const LANGUAGE_LENGTH = 35;
/** Language, script, region, variants and private use; extensions, which say how to sort and count, name no other language. */
const LANGUAGE = new RegExp(
  [
    '^([A-Za-z]{2,3}|[A-Za-z]{5,8})',
    '(-[A-Za-z]{4})?',
    '(-([A-Za-z]{2}|[0-9]{3}))?',
    '(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*',
    '(-[Xx](-[A-Za-z0-9]{1,8})+)?$',
  ].join(''),
);
const DAY = /^(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** A day of the calendar, such as 2026-10-01. */
export function IsDay(): PropertyDecorator {
  const isDay = (value: string): boolean => DAY.test(value) && isISO8601(value, { strict: true });
  return Is('isDay', isDay, 'a day of the calendar as YYYY-MM-DD');
}

const INSTANT =
  /^(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** When something happened: an instant by RFC 3339, such as 2026-10-01T09:00:00Z. */
export function IsInstant(): PropertyDecorator {
  const isInstant = (value: string): boolean =>
    INSTANT.test(value) && isISO8601(value, { strict: true }) && !Number.isNaN(Date.parse(value));
  return Is('isInstant', isInstant, 'an instant as YYYY-MM-DDTHH:mm:ssZ');
}

/** What OpenAPI says of these rules, by their names. */
export const FIELD_SCHEMAS = {
  isText: { type: 'string', pattern: '\\S' },
  isLanguage: {
    type: 'string',
    pattern: LANGUAGE.source,
    maxLength: LANGUAGE_LENGTH,
    description: 'BCP 47',
  },
  // Which codes there are, the standard says.
  isISO31661Alpha2: { type: 'string', pattern: '^[A-Za-z]{2}$', description: 'ISO 3166-1 alpha-2' },
  isDateString: { type: 'string', format: 'date-time' },
  isDay: { type: 'string', format: 'date', pattern: DAY.source },
  isInstant: {
    type: 'string',
    format: 'date-time',
    pattern: INSTANT.source,
    description: `What happened then has happened: at most ${CLOCK_SKEW_MS / 1_000} s ahead of the clock of the service`,
  },
} as const;

/** A field that may be left out; null is not leaving it out, and is checked like any value. */
export function IfGiven(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

class IdPipe implements PipeTransform<string, string> {
  transform(value: string, { data = 'id' }: ArgumentMetadata): string {
    if (!isUUID(value)) throw new DomainError('malformed', 'id-malformed', `${data} in the path takes a UUID`);
    return value.toLowerCase();
  }
}

/** The id in the path, in lower case. @throws {DomainError} malformed `id-malformed` for what is no UUID */
export function Id(name = 'id'): ParameterDecorator {
  return (target, method, index) => {
    Param(name, IdPipe)(target, method, index);
    const described = ApiParam({ name, schema: { type: 'string', format: 'uuid' } });
    described(target, method!, Object.getOwnPropertyDescriptor(target, method!)!);
  };
}

/** A field of a view that is always there, and null where there is nothing to say; views are described, never checked. */
export function OrNull(): PropertyDecorator {
  const orNull = JSONSchema((schema) => ({ anyOf: [schema, { type: 'null' }] }));
  return (target, field) => orNull(target, field as string);
}

/** Changes a text, or each text of a list, before it is checked; what is no text is left to the check. */
function Normal(change: (text: string) => string): PropertyDecorator {
  const one = (value: unknown): unknown => (typeof value === 'string' ? change(value) : value);
  return Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(one) : one(value)));
}

function Is(
  name: string,
  test: (value: string) => boolean,
  what: string,
  options?: ValidationOptions,
): PropertyDecorator {
  const validate = (value: unknown): boolean => typeof value === 'string' && test(value);
  const defaultMessage = buildMessage((prefix) => `${prefix}$property must be ${what}`, options);
  return ValidateBy({ name, validator: { validate, defaultMessage } }, options);
}

function canonicalLanguage(tag: string): string | undefined {
  try {
    return tag.length <= LANGUAGE_LENGTH && LANGUAGE.test(tag) ? Intl.getCanonicalLocales(tag)[0] : undefined;
  } catch {
    return undefined;
  }
}
