import { SetMetadata, type INestApplicationContext } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { Callers } from './roles.js';

const CALLERS = 'polyphony:callers';

/** Says who may call a route: read by the one guard. The route decorators include it. */
export function CallableBy(callers: Callers): MethodDecorator {
  return SetMetadata(CALLERS, callers);
}

/** Who may call this handler of a route; undefined when nothing says it. */
export function callersOf(handler: object): Callers | undefined {
  return Reflect.getMetadata(CALLERS, handler) as Callers | undefined;
}

/** The name of the security scheme in OpenAPI. */
export const BEARER = 'bearer';

/** What OpenAPI says of who may call: the names of the roles; nothing for a public route. */
export function securityOf(callers: Callers): Record<string, string[]>[] {
  return callers === 'public' ? [] : [{ [BEARER]: [...callers] }];
}

/** @throws Error that names every route of which nothing says who may call it */
export function requireCallers(app: INestApplicationContext): void {
  const controllers = [...app.get(ModulesContainer).values()].flatMap(({ controllers }) => [...controllers.values()]);
  const scanner = new MetadataScanner();
  const open = controllers.flatMap(({ metatype, name }) => {
    const prototype = (metatype as { prototype: Record<string, object> }).prototype;
    return scanner
      .getAllMethodNames(prototype)
      .filter((method) => Reflect.hasMetadata(METHOD_METADATA, prototype[method]!) && !callersOf(prototype[method]!))
      .map((method) => `${String(name)}.${method}`);
  });
  if (open.length > 0) throw new Error(`Nothing says who may call ${open.join(', ')}`);
}
