import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVICES, type ServiceName } from '@polyphony/contracts';
import { runFolder, startEngines, sweepRuns } from '@polyphony/engines';
import { ROLES } from '@polyphony/service-kit';
import pLimit from 'p-limit';
import { announceEngines, announceIssuer, testIssuer } from '@polyphony/testing';
import { environment } from '../config.js';
import { Platform } from '../support/platform.js';
import { SmallWave } from '../support/small-wave.js';
import { fieldOf, proposing, type Document, type KnownIds } from './proposals.js';
import { fuzz, requireSchemathesis } from './schemathesis.js';
import { tableOf, type Row } from './table.js';

// `npm run fuzz [examples]`: asks every operation of the four services for what its OpenAPI document allows and does not
// allow, with a token of each role and without one. Whatever is answered otherwise than described, or with a status of
// 500 and above, is a failure: it is printed with the request that repeats it, and the exit code is 1.

/** The rates are tried elsewhere; here they would be most of the answers. */
const UNHINDERED = { RATE_LIMIT_ACTOR: '1000000', RATE_LIMIT_ADDRESS: '1000000', LOG_LEVEL: 'error' };
const EXAMPLES = 10;
/** Python is as busy as the services are. */
const AT_ONCE = 4;
const CALLERS = [...ROLES, 'nobody'] as const;

const examples = Number(process.argv[2] ?? EXAMPLES);
const folder = runFolder();
try {
  await requireSchemathesis();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
await sweepRuns(environment());
announceIssuer(join(folder, 'issuer'));
const engines = await startEngines({ env: environment(), folder, durable: false, log: console.log });
announceEngines(engines);
let platform: Platform | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void end().finally(() => process.exit(1)));
try {
  platform = await Platform.start(UNHINDERED);
  const partner = await playWave(new SmallWave(platform));
  const rows = await fuzzAll(platform, partner);
  console.log(tableOf(rows));
  process.exitCode = rows.every(({ failures }) => failures === 0) ? 0 : 1;
} finally {
  await end();
}

async function end(): Promise<void> {
  await platform?.remove();
  platform = undefined;
  await engines.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** So that there is something of everything. @returns the id of the partner for whom fellows and reviewers speak */
async function playWave(wave: SmallWave): Promise<string> {
  const [host, other] = [await wave.partner('KE'), await wave.partner('FR')];
  const convened = await wave.convene([host, other]);
  const adaptation = await wave.adaptation(host, other, convened.versionId, []);
  const assembly = await wave.assembly(host, convened.wave.id, adaptation.id);
  await wave.results(
    assembly,
    host,
    Array.from({ length: 12 }, () => 'agree'),
  );
  await wave.release(convened.wave, 12);
  return host.id;
}

async function fuzzAll(platform: Platform, partner: string): Promise<Row[]> {
  const documents = new Map(SERVICES.map((service) => [service, documentOf(service)]));
  const ids = await idsOn(platform, documents);
  const issuer = await testIssuer();
  mkdirSync(join(folder, 'fuzz'), { recursive: true });
  const limit = pLimit(AT_ONCE);
  const ask = async (service: ServiceName, role: (typeof CALLERS)[number]): Promise<Row> => {
    const file = (name: string): string => join(folder, 'fuzz', `${service}-${role}-${name}.json`);
    writeFileSync(file('openapi'), JSON.stringify(proposing(documents.get(service)!, ids)));
    const token = role === 'nobody' ? undefined : await issuer.token({ actor: `fuzz-${role}`, role, partner });
    const said = { document: file('openapi'), report: file('report'), url: platform.urlOf(service), token, examples };
    const fuzzed = await fuzz(said);
    if (fuzzed.failures > 0) console.log(`\n${service} as ${role}\n${fuzzed.output}`);
    console.log(`${service} as ${role}: ${fuzzed.requests} requests, ${fuzzed.failures} failures`);
    return { service, role, ...fuzzed };
  };
  return Promise.all(CALLERS.flatMap((role) => SERVICES.map((service) => limit(() => ask(service, role)))));
}

function documentOf(service: ServiceName): Document {
  const file = fileURLToPath(new URL(`../../../${service}/openapi.json`, import.meta.url));
  return JSON.parse(readFileSync(file, 'utf8')) as Document;
}

/** The ids on the first page of every list that somebody of the network's office may read. */
async function idsOn(platform: Platform, documents: Map<ServiceName, Document>): Promise<KnownIds> {
  const ids = new Map<string, string[]>();
  for (const [service, { paths }] of documents)
    for (const [path, { get }] of Object.entries(paths)) {
      if (!get || path.includes('{')) continue;
      const { body } = await platform.as(service).get<{ items: { id: string }[] }>(path);
      ids.set(
        fieldOf(path.split('/').at(-1)!),
        body.items.map(({ id }) => id),
      );
    }
  return ids;
}
