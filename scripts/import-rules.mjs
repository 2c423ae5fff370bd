import { dirname, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** An aggregate or a copy: the file named like its folder. */
const AGGREGATE = /^apps\/[^/]+\/src\/(?:.*\/)?([^/]+)\/\1\.ts$/;

/**
 * Who may import what, besides the arrows between projects (eslint.config.mjs). Paths are those of the repository;
 * imported are a package's name or the path of the file that a relative import means.
 *
 * - `in`, `not`: the files it is about
 * - `forbids`: what they may not import; `allows`: all they may import, if that is shorter to say
 * - `names`: which exports of a package they may import
 * - neither: the file may not be
 */
export const IMPORT_RULES = {
  'contracts-only-validate': {
    says: 'A contract imports class-validator and class-transformer (which wants reflect-metadata), nothing else',
    in: /^libs\/contracts\/src\//,
    not: /\.spec\.ts$|\/generate[^/]*\.ts$/,
    allows: [/^(class-validator|class-transformer|reflect-metadata)$/, /^libs\/contracts\/src\//],
  },
  'kafkajs-only-in-messaging': {
    says: 'kafkajs is spoken in libs/messaging only; bench and e2e use it as an outsider',
    in: /^(libs|apps)\//,
    not: /^(libs\/messaging|apps\/bench|apps\/e2e)\//,
    forbids: [/^kafkajs(\/|$)/],
  },
  'aggregate-knows-only-rules': {
    says: 'An aggregate holds rules: no Nest, no service, no controller, no DTO',
    in: AGGREGATE,
    forbids: [/^@nestjs\//, /\.(service|controller|dto)\.ts$/],
  },
  'service-knows-no-http': {
    says: 'A service is called by more than HTTP: no DTO, no HTTP type',
    in: /\.service\.ts$/,
    forbids: [/\.dto\.ts$/, /^@nestjs\/(platform-|swagger)/, /^@?fastify(\/|$)/, /^(node:)?http2?$/],
    names: { '@nestjs/common': /^(Injectable|Inject|Logger|On[A-Z]\w+)$/ },
  },
  'controller-knows-no-entity': {
    says: 'A controller answers views: no entity, not even its type',
    in: /\.controller\.ts$/,
    forbids: [AGGREGATE],
  },
  'service-calls-no-service': {
    says: 'A service learns from events what others know: it is no client of them',
    in: /^apps\/(partner-registry|methodology|assembly-scheduling|results-aggregation)\//,
    forbids: [/^@polyphony\/client$/, /^openapi-fetch(\/|$)/],
  },
  'environment-only-in-config': {
    says: 'The environment is read in config.ts only',
    in: /^(libs|apps)\//,
    not: /\/config\.ts$/,
    forbids: [/^(node:)?process$/],
  },
  'no-barrel-in-an-app': {
    says: 'An app has no barrel: import the file that is meant',
    in: /^apps\/.*\/index\.ts$/,
  },
};

const check = (rule) => (context) => {
  const file = relative(ROOT, context.filename).split(sep).join('/');
  if (!rule.in.test(file) || rule.not?.test(file)) return {};
  const refuse = (node) => context.report({ node, message: rule.says });
  if (!rule.forbids && !rule.allows) return { Program: refuse };

  const visit = (node, source) => {
    if (typeof source?.value !== 'string') return;
    const target = targetOf(source.value, file);
    const refused = rule.allows ? !matches(rule.allows, target) : matches(rule.forbids, target);
    if (refused || !namesOf(node).every((name) => rule.names?.[target]?.test(name) ?? true)) refuse(node);
  };
  return {
    ImportDeclaration: (node) => visit(node, node.source),
    ExportNamedDeclaration: (node) => visit(node, node.source),
    ExportAllDeclaration: (node) => visit(node, node.source),
    ImportExpression: (node) => visit(node, node.source),
    TSImportType: (node) => visit(node, node.source),
  };
};

const matches = (patterns, target) => patterns.some((pattern) => pattern.test(target));

/** `./partner.dto.js` in `apps/x/src/partner/` is `apps/x/src/partner/partner.dto.ts`; a package is its name. */
function targetOf(source, file) {
  return source.startsWith('.') ? posix.join(posix.dirname(file), source).replace(/\.js$/, '.ts') : source;
}

/** What a statement takes from its source; `*` for all of it. */
function namesOf(node) {
  const named = (node.specifiers ?? []).map(({ imported, local, type }) =>
    type === 'ExportSpecifier' ? local : imported,
  );
  return node.specifiers ? named.map((name) => name?.name ?? '*') : ['*'];
}

/** The table as an ESLint plugin: one rule a line. */
export const importRules = {
  meta: { name: 'polyphony-imports' },
  rules: Object.fromEntries(Object.entries(IMPORT_RULES).map(([name, rule]) => [name, { create: check(rule) }])),
};
