import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { testIssuerFolder } from '@polyphony/testing';
import { environment } from '../config.js';
import { Platform } from '../support/platform.js';

const WALKTHROUGH = new URL('../../../../docs/walkthrough.md', import.meta.url);

describe('docs/walkthrough.md', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await Platform.start();
  }, 120_000);
  afterAll(() => platform?.remove());

  it('works as written and prints what it says', async () => {
    const blocks = [...readFileSync(WALKTHROUGH, 'utf8').matchAll(/```(bash|text)\n(.*?)```/gs)];
    const textOf = (language: string) =>
      blocks
        .filter((block) => block[1] === language)
        .map((block) => block[2])
        .join('');
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', textOf('bash')], {
      env: {
        PATH: environment()['PATH'],
        HOME: environment()['HOME'],
        // Here the command line finds the issuer of this run.
        POLYPHONY_FOLDER: dirname(testIssuerFolder()),
        REGISTRY: platform.urlOf('partner-registry'),
        METHODOLOGY: platform.urlOf('methodology'),
        SCHEDULING: platform.urlOf('assembly-scheduling'),
        RESULTS: platform.urlOf('results-aggregation'),
      },
      // It waits for events, and would wait for ever for those of services that are gone.
      timeout: 110_000,
      killSignal: 'SIGKILL',
    });
    expect(stdout).toBe(textOf('text'));
  }, 120_000);
});
