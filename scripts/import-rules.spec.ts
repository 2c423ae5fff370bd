import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { IMPORT_RULES } from './import-rules.mjs';

interface Planted {
  rule: string;
  file: string;
  refused: string;
  /** The nearest thing that is fine, in the same file unless another is named. */
  allowed: string;
  allowedIn?: string;
}

const ARROWS = '@nx/enforce-module-boundaries';
const PARTNER = 'apps/partner-registry/src/partner';

const PLANTED: Planted[] = [
  {
    rule: ARROWS,
    file: 'apps/cli/src/planted.ts',
    refused: `import { AppModule } from '../../partner-registry/src/app.module.js';`,
    allowed: `import { SERVICES } from '@polyphony/contracts';`,
  },
  {
    rule: ARROWS,
    file: 'apps/e2e/src/planted.ts',
    refused: `import { AppModule } from '@polyphony/partner-registry/dist/app.module.js';`,
    allowed: `import { eventually } from '@polyphony/testing';`,
  },
  {
    rule: ARROWS,
    file: 'libs/contracts/src/planted.spec.ts',
    refused: `import { Outbox } from '@polyphony/messaging';`,
    allowed: `import { Ajv2020 } from 'ajv/dist/2020.js';`,
  },
  {
    rule: ARROWS,
    file: 'libs/messaging/src/planted.ts',
    refused: `import { DomainError } from '@polyphony/service-kit';`,
    allowed: `import { topicOf } from '@polyphony/contracts';`,
  },
  {
    rule: ARROWS,
    file: 'libs/service-kit/src/planted.ts',
    refused: `import { startEngines } from '@polyphony/engines';`,
    allowed: `import { Outbox } from '@polyphony/messaging';`,
  },
  {
    rule: ARROWS,
    file: 'libs/client/src/planted.ts',
    refused: `import type { Actor } from '@polyphony/service-kit';`,
    allowed: `import createClient from 'openapi-fetch';`,
  },
  {
    rule: 'imports/contracts-only-validate',
    file: 'libs/contracts/src/planted.ts',
    refused: `import { v7 } from 'uuid';`,
    allowed: `import { IsUUID } from 'class-validator'; import { Type } from 'class-transformer'; import './event.js';`,
  },
  {
    rule: 'imports/kafkajs-only-in-messaging',
    file: 'libs/service-kit/src/planted.ts',
    refused: `import type { Kafka } from 'kafkajs';`,
    allowed: `import type { Kafka } from 'kafkajs';`,
    allowedIn: 'libs/messaging/src/planted.ts',
  },
  {
    rule: 'imports/aggregate-knows-only-rules',
    file: `${PARTNER}/partner.ts`,
    refused: `import { Injectable } from '@nestjs/common';`,
    allowed: `import { Entity } from 'typeorm'; import { regionOf } from './region.js';`,
  },
  {
    rule: 'imports/aggregate-knows-only-rules',
    file: `${PARTNER}/partner.ts`,
    refused: `import type { RegisterPartner } from './partner.dto.js';`,
    allowed: `import { DomainError } from '@polyphony/service-kit';`,
  },
  {
    rule: 'imports/service-knows-no-http',
    file: `${PARTNER}/partner.service.ts`,
    refused: `import { RegisterPartner } from './partner.dto.js';`,
    allowed: `import { Partner } from './partner.js';`,
  },
  {
    rule: 'imports/service-knows-no-http',
    file: `${PARTNER}/partner.service.ts`,
    refused: `import type { FastifyRequest } from 'fastify';`,
    allowed: `import { v7 as uuid } from 'uuid';`,
  },
  {
    rule: 'imports/service-knows-no-http',
    file: `${PARTNER}/partner.service.ts`,
    refused: `import { Injectable, NotFoundException } from '@nestjs/common';`,
    allowed: `import { Injectable } from '@nestjs/common';`,
  },
  {
    rule: 'imports/controller-knows-no-entity',
    file: `${PARTNER}/partner.controller.ts`,
    refused: `import { Coalition } from '../coalition/coalition.js';`,
    allowed: `import { PartnerQueries } from './partner.queries.js';`,
  },
  {
    rule: 'imports/service-calls-no-service',
    file: `${PARTNER}/planted.ts`,
    refused: `import { clientsOf } from '@polyphony/client';`,
    allowed: `import { clientsOf } from '@polyphony/client';`,
    allowedIn: 'apps/cli/src/planted.ts',
  },
  {
    rule: 'imports/environment-only-in-config',
    file: 'libs/engines/src/planted.ts',
    refused: `import { env } from 'node:process';`,
    allowed: `import { environment } from './config.js';`,
  },
  {
    rule: 'no-restricted-properties',
    file: 'libs/engines/src/planted.ts',
    refused: `export const brokers = process.env['KAFKA_BROKERS'];`,
    allowed: `export const brokers = process.env['KAFKA_BROKERS'];`,
    allowedIn: 'libs/engines/src/config.ts',
  },
  {
    rule: 'imports/no-barrel-in-an-app',
    file: `${PARTNER}/index.ts`,
    refused: `export * from './partner.dto.js';`,
    allowed: `export * from './ports.js';`,
    allowedIn: 'libs/engines/src/index.ts',
  },
  {
    rule: 'no-restricted-exports',
    file: 'libs/engines/src/planted.ts',
    refused: `export default class Planted {}`,
    allowed: `export class Planted {}`,
  },
];

const ruled = (rule: string): boolean =>
  rule.startsWith('imports/') || PLANTED.some((planted) => planted.rule === rule);

/** For each text, the import rules that refuse it in its file. */
function refusalsOf(texts: { file: string; text: string }[]): string[][] {
  const { stdout, stderr, status } = spawnSync('node', [join(import.meta.dirname, 'lint-planted.mjs')], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const refusals = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as string[][];
  return refusals.map((rules) => rules.filter(ruled));
}

describe('the import rules', () => {
  let refusals: string[][];

  beforeAll(() => {
    refusals = refusalsOf([
      ...PLANTED.map(({ file, refused }) => ({ file, text: refused })),
      ...PLANTED.map(({ file, allowed, allowedIn }) => ({ file: allowedIn ?? file, text: allowed })),
    ]);
  });

  it.each(PLANTED.map((planted, at) => ({ ...planted, at })))('$rule refuses in $file: $refused', ({ rule, at }) => {
    expect(refusals[at]).toEqual([rule]);
  });

  it.each(PLANTED.map((planted, at) => ({ ...planted, at })))('$rule allows: $allowed', ({ at }) => {
    expect(refusals[PLANTED.length + at]).toEqual([]);
  });

  it('have each been seen to fail', () => {
    const seen = new Set(PLANTED.map(({ rule }) => rule));
    expect(Object.keys(IMPORT_RULES).filter((name) => !seen.has(`imports/${name}`))).toEqual([]);
  });
});
