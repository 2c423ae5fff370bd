import { SetMetadata, type INestApplicationContext, type Type } from '@nestjs/common';
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

/** A method of a controller that answers a route. */
export interface Handler {
  controller: Type;
  method: string;
  handle: object;
}

/** Every route's handler, of every module that is loaded. */
export function handlersOf(app: INestApplicationContext): Handler[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap(({ controllers }) => [...controllers.values()]);
  const scanner = new MetadataScanner();
  return controllers.flatMap(({ metatype }) => {
    const controller = metatype as Type<Record<string, object>>;
    const prototype = controller.prototype as Record<string, object>;
    return scanner
      .getAllMethodNames(prototype)
      .map((method) => ({ controller, method, handle: prototype[method]! }))
      .filter(({ handle }) => Reflect.hasMetadata(METHOD_METADATA, handle));
  });
}

/** @throws Error that names every route of which nothing says who may call it */
export function requireCallers(app: INestApplicationContext): void {
  const open = handlersOf(app).filter(({ handle }) => !callersOf(handle));
  if (open.length === 0) return;
  const names = open.map(({ controller, method }) => `${controller.name}.${method}`);
  throw new Error(`Nothing says who may call ${names.join(', ')}`);
}
