import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVICES } from '@polyphony/contracts';
import { schemaOf } from '@polyphony/engines';
import { eventually } from '@polyphony/testing';
import { CommandLine } from '../support/command-line.js';

const BUNDLED = fileURLToPath(new URL('../../../cli/data/polis/scoop-hivemind.freshwater', import.meta.url));
const EQUAL = /^scoop-hivemind.freshwater +3,979 +2,483 +1,081 +408 +80  equal to the published counts$/m;
const REFUSED =
  'an adaptation without trust-government was refused (adaptation-against-policy) and is submitted again whole';
/** What stands in the result of the wave: people, answers, one question, and what release 2 changed. */
const RESULT = new RegExp(
  [
    'Participation by region',
    'all +75 +70 +58 +5,355',
    'Results of release 2: 70 assemblies, 203,495 answers that count',
    'Who should decide about data about you\\?',
    ' +n = 5,325',
    ' +I decide myself, also whether to sell them 53.0 %',
    ' +assemblies: 10 identical, 60 translated',
    'What release 2 changed: 7 assemblies came in .*; release 1 stays as it was',
    ' +data-decision +once +4,683 +5,325',
  ].join('[^]*\n'),
);

describe('The demo wave and the bundled conversation', () => {
  let cli: CommandLine;
  beforeAll(async () => {
    cli = new CommandLine();
    expect(await cli.run('up')).toMatchObject({ code: 0 });
  }, 120_000);
  afterAll(() => cli.remove(), 120_000);

  const demo = () => cli.run('demo');
  const known = async () =>
    Object.fromEntries(
      await Promise.all(
        ['partner_registry.partner', 'methodology.methodology_version', 'assembly_scheduling.assembly'].map(
          async (table) => [table, Number((await cli.sql(`SELECT count(*) FROM ${table}`))[0]!['count'])] as const,
        ),
      ),
    );
  const partnersAge = (days: number) =>
    cli.sql(`UPDATE partner_registry.partner SET registered_at = registered_at - interval '${days} days'`);

  it('leave alone a wave that was interrupted too long ago for the services to know its steps again', async () => {
    const interrupted = cli.start('demo');
    await eventually(() => expect(interrupted.printed()).toMatch(/96 fellows and 12 strategic partners registered/), {
      timeoutMs: 100_000,
    });
    interrupted.child.kill('SIGINT');
    expect(await once(interrupted.child, 'close')).toEqual([130, null]);
    await partnersAge(8);
    const { code, printed } = await demo();
    expect(printed).toMatch(/^The demo wave was begun on .* begin anew with empty data/m);
    expect(printed).toMatch(EQUAL);
    expect(code).toBe(0);
    expect(await known()).toMatchObject({ 'partner_registry.partner': 96 + 12 + 2 });
  }, 300_000);

  it('go on with a wave that was interrupted, to the same figures every time', async () => {
    await partnersAge(-8);
    const { code, printed } = await demo();
    expect(printed).toMatch(/^Going on with the demo wave$/m);
    expect(printed.match(/(?<=^ +[\d.]+ s  ).*/gm)).toEqual([
      '96 fellows and 12 strategic partners registered',
      '74 fellows and 12 strategic partners activated',
      '2 coalitions chartered, of 86 and 23 partners',
      '3 fellows suspended',
      'method drafted: 9 modules, 31 core questions, 6 of them asked twice',
      'one change decided together: 3 support it, 1 objects, the dissent is recorded',
      'method 1.0.0 published',
      REFUSED,
      REFUSED,
      '75 assemblies planned with approved adaptations: 70 concluded, 3 cancelled, 2 postponed past the window',
      '178,987 answers of 63 assemblies arrived',
      'release 1 published, with 63 assemblies',
      '24,514 answers of 7 assemblies arrived',
      'release 2 published, with 70 assemblies',
    ]);
    expect(printed).toMatch(RESULT);
    expect(printed).toMatch(EQUAL);
    expect(code).toBe(0);
  }, 600_000);

  it('are found again when the services have forgotten the keys of their commands', async () => {
    const before = await known();
    for (const service of SERVICES)
      await cli.sql(`UPDATE ${schemaOf(service)}.idempotency_key SET created_at = created_at - interval '8 days'`);
    await cli.run('down');
    expect(await cli.run('up')).toMatchObject({ code: 0 });
    await eventually(async () => {
      for (const service of SERVICES)
        expect(await cli.sql(`SELECT key FROM ${schemaOf(service)}.idempotency_key LIMIT 1`)).toEqual([]);
    });
    const { code, printed } = await demo();
    expect(printed).toMatch(/^The demo wave was played before; its result:$/m);
    expect(printed).toMatch(RESULT);
    expect(printed).toMatch(EQUAL);
    expect(code).toBe(0);
    expect(await known()).toEqual(before);
  }, 600_000);

  it('end with an error when one published count is another, and find all others in whatever order the votes come', async () => {
    const folder = join(cli.folder, 'altered');
    cpSync(BUNDLED, folder, { recursive: true });
    const comments = join(folder, 'comments.csv');
    const published = readFileSync(comments, 'utf8');
    writeFileSync(comments, published.replace(',60,0,12,33,1,', ',60,0,13,33,1,'));
    const { code, printed } = await cli.run('replay', 'polis', folder, '--order', 'shuffle');
    expect(printed).toMatch(/ 1 DIFFERENCES\n.*: statement 60, agree ever: 12, but 13 in comments.csv/);
    expect(code).toBe(1);
  }, 300_000);
});
