import { execFile } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ownFolder } from '@polyphony/engines';
import { environment } from '../config.js';
import { Platform } from '../support/platform.js';
import { SmallWave, times, type Aggregate } from '../support/small-wave.js';

const PAGE = new URL('../../../../docs/analytics.md', import.meta.url);

/** Writes the files that the page shows, a block after the other, and returns what it runs in a shell. */
function takeDown(folder: string): string {
  const blocks = [...readFileSync(PAGE, 'utf8').matchAll(/```(\w+) ?(\S*)\n(.*?)```/gs)];
  for (const [, language, file, text] of blocks)
    if (language === 'js' || language === 'sql') appendFileSync(join(folder, file!), text!);
  return blocks
    .filter(([, language]) => language === 'bash')
    .map(([, , , text]) => text)
    .join('');
}

describe('docs/analytics.md', () => {
  // Inside the checkout, so that kafkajs and DuckDB are found.
  const folder = ownFolder();
  let platform: Platform;
  let [kenya, france, gone, wave, inKenya, inFrance]: Aggregate[] = [];
  beforeAll(async () => {
    platform = await Platform.start();
    const small = new SmallWave(platform);
    [kenya, france, gone] = [await small.partner('KE'), await small.partner('FR'), await small.partner('BR')];
    const convened = await small.convene([kenya, france]);
    ({ wave } = convened);
    const hold = async (host: Aggregate, reviewer: Aggregate): Promise<Aggregate> =>
      small.assembly(host, wave!.id, (await small.adaptation(host, reviewer, convened.versionId, [])).id);
    [inKenya, inFrance] = [await hold(kenya, france), await hold(france, kenya)];
    await small.results(inKenya, kenya, [...times(8, 'agree'), ...times(4, 'disagree')]);
    await small.release(wave, 12);
    await small.results(inFrance, france, times(11, 'agree'));
    await small.release(wave, 23);
    const erasure = { reason: 'own-request' };
    await small.post('partner-registry', `/v1/partners/${gone.id}/erasure`, erasure, { of: gone });
    await platform.published();
  }, 240_000);
  afterAll(async () => {
    await platform?.remove();
    rmSync(folder, { recursive: true });
  });

  it('works as written, and answers what an analyst asks', async () => {
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', takeDown(folder)], {
      cwd: folder,
      env: {
        PATH: environment()['PATH'],
        HOME: environment()['HOME'],
        BROKERS: platform.brokers.join(','),
        TOPIC_PREFIX: platform.topicPrefix,
      },
    });
    const lines = stdout.trim().split('\n');
    expect(lines.filter((line) => !line.startsWith('{'))).toEqual([
      'FR\tfellow\tactive\tPartner of FR',
      'KE\tfellow\tactive\tPartner of KE',
    ]);
    const week = { week: '2026-05-04', assemblies: '1', people: '12' };
    const days = (Date.parse('2026-05-09T07:05:00Z') - Date.parse(inKenya!['proposedAt'] as string)) / 86_400_000;
    const duration = { assemblies: '1', median_days: expect.closeTo(days, 0) };
    const wave_id = wave!.id;
    const published_at = expect.any(String);
    expect(lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as object)).toEqual([
      // Assemblies by region and week, and how long they took from proposal to start.
      { region: 'africa', ...week },
      { region: 'europe', ...week },
      { region: 'africa', ...duration },
      { region: 'europe', ...duration },
      // Releases, and where what is new in each comes from.
      { wave_id, number: 1, published_at, assemblies: '1', responses: 12, more_responses: 12 },
      { wave_id, number: 2, published_at, assemblies: '2', responses: 23, more_responses: 11 },
      { wave_id, first_in_release: 1, region: 'africa', assembly_id: inKenya!.id },
      { wave_id, first_in_release: 2, region: 'europe', assembly_id: inFrance!.id },
    ]);
  }, 120_000);
});
