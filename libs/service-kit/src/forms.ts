import { ValidationPipe, type ArgumentMetadata, type PipeTransform, type ValidationError } from '@nestjs/common';
import { DomainError, type Violation } from './domain-error.js';
import { kebabCase } from './kebab-case.js';

/** Checks bodies and queries by the rules of their classes; what no rule knows is refused. */
export class FormPipe implements PipeTransform {
  private readonly body = pipeFor('body-invalid');
  private readonly query = pipeFor('query-invalid');

  /** @throws {DomainError} malformed `body-invalid` or `query-invalid`, with every field that is wrong */
  transform(value: unknown, argument: ArgumentMetadata): Promise<unknown> {
    return (argument.type === 'query' ? this.query : this.body).transform(value, argument);
  }
}

function pipeFor(code: string): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (errors) =>
      new DomainError(
        'malformed',
        code,
        'The request does not have the form that it must have',
        errors.flatMap((error) => violations(error, '')),
      ),
  });
}

function violations(error: ValidationError, parent: string): Violation[] {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const broken = Object.entries(error.constraints ?? {});
  // The rule that is written first, which comes last here: what is no text is not too long as well. That nothing can be
  // looked for within it comes after all of them, and matters only by itself.
  const told = broken.findLast(([rule]) => rule !== 'nestedValidation') ?? broken[0];
  return [
    ...(told ? [{ pointer, code: kebabCase(told[0]), detail: told[1] }] : []),
    ...(error.children ?? []).flatMap((child) => violations(child, pointer)),
  ];
}
