import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const PARTNER = '01a2b3c4-d5e6-7f80-9a0b-1c2d3e4f5a6b';

describe('polyphony token', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'polyphony-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const token = (...args: string[]) =>
    promisify(execFile)(process.execPath, [PROGRAM, 'token', ...args], { env: { POLYPHONY_FOLDER: folder } });
  const claims = async (...args: string[]) => {
    const { stdout } = await token(...args);
    return JSON.parse(Buffer.from(stdout.split('.')[1]!, 'base64url').toString()) as { iat: number; exp: number };
  };

  it('prints one for a role, a partner, an actor and a lifetime', async () => {
    const made = await claims('--role', 'fellow', '--partner', PARTNER, '--actor', 'ana', '--lifetime', '60');
    expect(made).toMatchObject({ iss: 'urn:polyphony:local', sub: 'ana', role: 'fellow', partner: PARTNER });
    expect(made.exp - made.iat).toBe(60);
    expect(await claims('--role', 'rapporteur')).toMatchObject({ sub: 'local-rapporteur', role: 'rapporteur' });
  });

  it('says what is wrong with a role that there is not, and with a fellow of no partner', async () => {
    await expect(token('--role', 'king')).rejects.toThrow(
      /'king' is invalid. Allowed choices are network-coordinator,/,
    );
    await expect(token('--role', 'fellow')).rejects.toThrow('say which one with --partner <id>');
    await expect(token('--role', 'fellow', '--partner', 'mine')).rejects.toThrow('"mine" is no partner');
  });
});
