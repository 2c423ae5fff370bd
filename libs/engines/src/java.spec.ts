import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { javaIsFound } from './java.js';

describe('Java', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'java-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const install = (program: string) => {
    writeFileSync(join(folder, 'java'), `#!/bin/sh\n${program}\n`);
    chmodSync(join(folder, 'java'), 0o755);
  };

  it.each([
    [true, 'new enough', `echo 'openjdk version "17.0.9" 2023-10-17' >&2`],
    [false, 'too old', `echo 'openjdk version "11.0.2" 2019-01-15' >&2`],
    [false, 'only a placeholder', `echo 'Unable to locate a Java Runtime.' >&2; exit 1`],
  ])('is found: %s, when it is %s', async (found, _, program) => {
    install(program);
    expect(await javaIsFound({ PATH: `${folder}:/bin:/usr/bin` })).toBe(found);
  });

  it('is not found where there is none', async () => {
    expect(await javaIsFound({ PATH: folder })).toBe(false);
  });
});
