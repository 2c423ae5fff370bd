import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalIssuer } from './local-issuer.js';

describe('The local issuer', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'issuer-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const published = ({ environment }: LocalIssuer) =>
    JSON.parse(readFileSync(new URL(environment.OIDC_JWKS_URI), 'utf8')) as JSONWebKeySet;
  const verify = (token: string, keys: JSONWebKeySet) =>
    jwtVerify(token, createLocalJWKSet(keys), { issuer: 'urn:polyphony:local', audience: 'polyphony' });

  it('keeps its key to its owner, and publishes the public part only', async () => {
    const issuer = await LocalIssuer.open(folder);
    expect(statSync(join(folder, 'key.json')).mode & 0o777).toBe(0o600);
    expect(published(issuer).keys).toEqual([expect.objectContaining({ kty: 'EC', kid: expect.any(String) })]);
    expect(published(issuer).keys[0]).not.toHaveProperty('d');
  });

  it('signs who acts, in which role, of which partner, and until when', async () => {
    const issuer = await LocalIssuer.open(folder);
    const token = await issuer.token({ actor: 'ana', role: 'fellow', partner: 'p-1' }, { lifetimeSeconds: 60 });
    const { payload } = await verify(token, published(issuer));
    expect(payload).toMatchObject({ sub: 'ana', role: 'fellow', partner: 'p-1' });
    expect(payload.exp! - payload.iat!).toBe(60);
  });

  it('is the same for all that open its folder, also at the same time', async () => {
    const issuers = await Promise.all(Array.from({ length: 8 }, () => LocalIssuer.open(folder)));
    for (const issuer of issuers)
      await expect(
        verify(await issuer.token({ actor: 'ana', role: 'analyst' }), published(issuers[0]!)),
      ).resolves.toMatchObject({ payload: { sub: 'ana' } });
  });

  it('signs with another key after a rotation, and lets tokens of the one before live until the next', async () => {
    const issuer = await LocalIssuer.open(folder);
    const old = await issuer.token({ actor: 'ana', role: 'analyst' });
    await issuer.rotate();
    const young = await (await LocalIssuer.open(folder)).token({ actor: 'ana', role: 'analyst' });
    await expect(verify(old, published(issuer))).resolves.toBeDefined();
    await expect(verify(young, published(issuer))).resolves.toBeDefined();
    await issuer.rotate();
    await expect(verify(old, published(issuer))).rejects.toThrow('no applicable key');
  });
});
