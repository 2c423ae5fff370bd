import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { intakeBesideBareEndpoint } from './intake/intake.bench.js';
import { latency } from './latency/latency.bench.js';
import { projections } from './projection/projection.bench.js';
import { relayBesideRawProducer } from './relay/relay.bench.js';
import { benchmarksPage } from './report.js';
import { runningSystem } from './running/running-system.js';
import { ROOT, World } from './world.js';

// `npm run bench [-- FOLDER]`: measures everything in one run, with the conversations in FOLDER (by default the bundled
// one), prints the page and writes it to docs/benchmarks.md.

const folder = process.argv[2] ?? join(ROOT, 'apps/cli/data/polis');
const say = (what: string): void => void process.stderr.write(`${what}\n`);
const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;

async function measure(world: World): Promise<void> {
  say('Relay beside a bare producer');
  const relay = await relayBesideRawProducer(world);
  say('Batch projection beside a consumer that only parses, and beside the stock server');
  const { besideNoOp, besideStock } = await projections(world);
  say('Intake beside a bare endpoint');
  const intake = await intakeBesideBareEndpoint(world, folder);
  say('From commit to visible');
  const commitToVisible = await latency(world);
  say('The whole system, as it starts and after its demo');
  const running = await runningSystem(world);
  const page = benchmarksPage(
    { relay, besideNoOp, besideStock, intake, latency: commitToVisible, running },
    {
      postgres: await world.postgresVersion(),
      nest: versionOf('@nestjs/core'),
      kafkajs: versionOf('kafkajs'),
      conversations: basename(folder),
    },
  );
  writeFileSync(join(ROOT, 'docs/benchmarks.md'), page);
  process.stdout.write(page);
}

try {
  say('Starting engines');
  await World.during(measure);
} catch (error) {
  console.error(error);
  process.exit(1); // what was broken off still holds connections
}
