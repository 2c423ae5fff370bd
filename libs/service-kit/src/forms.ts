import { ValidationPipe, type ArgumentMetadata, type PipeTransform, type ValidationError } from '@nestjs/common';
import { DomainError, type Violation } from './domain-error.js';

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
  // The last one is the rule that is written first: what is no text is not too long as well.
  return [
    ...Object.entries(error.constraints ?? {})
      .slice(-1)
      .map(([code, detail]) => ({
        pointer,
        code: code.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`),
        detail,
      })),
    ...(error.children ?? []).flatMap((child) => violations(child, pointer)),
  ];
}
