import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { shortId } from '@polyphony/testing';

/** A key pair of the provider. */
export interface ProviderKey {
  kid: string;
  alg: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
}

/** How a token differs from a good one. */
export interface Differences {
  claims?: JWTPayload;
  /** Claims that it lacks. */
  without?: string[];
  header?: { alg?: string; kid?: string };
  key?: CryptoKey | Uint8Array;
}

export const ISSUER = 'https://login.example.org/realms/polyphony';

/** An OpenID Connect provider, as far as services see one: a set of keys over HTTP, and tokens. */
export class TestProvider {
  /** How often the keys were read. */
  reads = 0;
  /** What the server answers instead of the keys. */
  failure: number | undefined;
  private published: JWK[] = [];

  private constructor(
    private readonly server: Server,
    private key: ProviderKey,
  ) {}

  static async start(): Promise<TestProvider> {
    const server = createServer((_request, response) => {
      provider.reads += 1;
      response.writeHead(provider.failure ?? 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ keys: provider.published }));
    });
    const provider = new TestProvider(server, await newKey());
    provider.published = [provider.key.publicJwk];
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  /** What the environment of a service says to trust it. */
  get environment(): NodeJS.ProcessEnv {
    const { port } = this.server.address() as AddressInfo;
    return { OIDC_ISSUER: ISSUER, OIDC_JWKS_URI: `http://127.0.0.1:${port}/certs` };
  }

  /** The public key as text, which an attacker may try as a secret. */
  get publicText(): Uint8Array {
    return new TextEncoder().encode(JSON.stringify(this.key.publicJwk));
  }

  /** Signs with a new key from now on; the old one is published no longer. */
  async rotate(): Promise<void> {
    this.key = await newKey();
    this.published = [this.key.publicJwk];
  }

  token({ claims = {}, without = [], header = {}, key }: Differences = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const good = { iss: ISSUER, aud: 'polyphony', sub: 'ana', role: 'analyst', iat: now, exp: now + 300 };
    const all = Object.entries({ ...good, ...claims }).filter(([name]) => !without.includes(name));
    return new SignJWT(Object.fromEntries(all))
      .setProtectedHeader({ alg: this.key.alg, kid: this.key.kid, ...header })
      .sign(key ?? this.key.privateKey);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export async function newKey(alg = 'RS256'): Promise<ProviderKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  const kid = shortId();
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}
