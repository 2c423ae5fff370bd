import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DEFAULT_AUDIENCE, LOCAL_ISSUER } from './config.js';
import type { Role } from './roles.js';

const ALGORITHM = 'ES256';

/** For whom a token is made. */
export interface TokenFor {
  actor: string;
  /** Several for somebody with several roles. */
  role: Role | readonly Role[];
  partner?: string;
}

export interface TokenOptions {
  lifetimeSeconds?: number;
  audience?: string;
}

/**
 * An issuer for one machine: a key pair in a folder, readable by its owner only, with the public keys beside it.
 * Services accept it in development only.
 */
export class LocalIssuer {
  private constructor(
    private readonly folder: string,
    private key: JWK,
  ) {}

  /** The issuer of this folder, with a key of its own from the first time on. */
  static async open(folder: string): Promise<LocalIssuer> {
    mkdirSync(folder, { recursive: true });
    const keyFile = join(folder, 'key.json');
    if (!existsSync(keyFile)) keepFirst(keyFile, await newKey());
    const issuer = new LocalIssuer(folder, JSON.parse(readFileSync(keyFile, 'utf8')) as JWK);
    if (!existsSync(issuer.keysFile)) replace(issuer.keysFile, { keys: [publicPart(issuer.key)] }, 0o644);
    return issuer;
  }

  /** What a service's environment says to accept its tokens. */
  get environment(): { ENVIRONMENT: string; OIDC_ISSUER: string; OIDC_JWKS_URI: string } {
    return {
      ENVIRONMENT: 'development',
      OIDC_ISSUER: LOCAL_ISSUER,
      OIDC_JWKS_URI: pathToFileURL(this.keysFile).href,
    };
  }

  /** A signed token, for an hour unless said otherwise. */
  async token({ actor, role, partner }: TokenFor, options: TokenOptions = {}): Promise<string> {
    const { lifetimeSeconds = 3_600, audience = DEFAULT_AUDIENCE } = options;
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({ role, ...(partner === undefined ? {} : { partner }) })
      .setProtectedHeader({ alg: ALGORITHM, kid: this.key.kid })
      .setIssuer(LOCAL_ISSUER)
      .setAudience(audience)
      .setSubject(actor)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetimeSeconds)
      .sign(await importJWK(this.key, ALGORITHM));
  }

  /** Signs with a new key from now on; tokens of the key before stay good until the next rotation. */
  async rotate(): Promise<void> {
    const key = await newKey();
    // Published before it is used.
    replace(this.keysFile, { keys: [publicPart(key), publicPart(this.key)] }, 0o644);
    replace(join(this.folder, 'key.json'), key, 0o600);
    this.key = key;
  }

  private get keysFile(): string {
    return join(this.folder, 'jwks.json');
  }
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const key = await exportJWK(privateKey);
  return { ...key, alg: ALGORITHM, use: 'sig', kid: await calculateJwkThumbprint(key) };
}

function publicPart({ d: _private, ...key }: JWK): JWK {
  return key;
}

/** Whole or not at all: whoever reads meanwhile sees the old text. */
function replace(file: string, content: object, mode: number): void {
  renameSync(write(file, content, mode), file);
}

/** Of several processes that start at the same time, the key of the first is kept. */
function keepFirst(file: string, content: object): void {
  const written = write(file, content, 0o600);
  try {
    linkSync(written, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(written);
  }
}

function write(file: string, content: object, mode: number): string {
  const part = `${file}.${randomUUID()}`;
  writeFileSync(part, `${JSON.stringify(content, null, 2)}\n`, { mode });
  return part;
}
