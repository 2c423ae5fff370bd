// Jest loads its global set-up outside its own module system. These hooks let it import our TypeScript sources as the
// specs do, so that no build has to come first and none can be stale.
import 'reflect-metadata';
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';
import config from '../../../jest.config.mjs';

const [, swcOptions] = Object.values(config.transform)[0];

registerHooks({
  resolve(specifier, context, next) {
    const library = /^@polyphony\/([^/]+)$/.exec(specifier)?.[1];
    if (library) return next(new URL(`../../${library}/src/index.ts`, import.meta.url).href, context);
    if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
      if (existsSync(source)) return next(source.href, context);
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!url.endsWith('.ts')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), { ...swcOptions, filename, swcrc: false });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
