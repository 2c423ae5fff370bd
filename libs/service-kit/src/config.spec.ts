import { parseConfig, ServiceConfig } from './config.js';

const SAFE = {
  DATABASE_URL: 'postgres://runtime@database/polyphony',
  KAFKA_BROKERS: 'kafka:9092',
  OIDC_ISSUER: 'https://login.example.org/realms/polyphony',
  OIDC_JWKS_URI: 'https://login.example.org/realms/polyphony/certs',
  PSEUDONYM_KEY: 'a secret of thirty-two characters',
};
const parse = (changes: NodeJS.ProcessEnv = {}) => parseConfig(ServiceConfig, { ...SAFE, ...changes });

describe('The environment of a service', () => {
  it('is that of production unless it says otherwise, with pinned algorithms and a small tolerance', () => {
    expect(parse()).toMatchObject({
      environment: 'production',
      oidcAudience: 'polyphony',
      oidcAlgorithms: ['RS256', 'ES256', 'EdDSA'],
      oidcClockToleranceSeconds: 5,
    });
  });

  it('has in an empty variable none', () => {
    expect(parse({ LOG_LEVEL: '', MANAGEMENT_PORT: '' })).toEqual(parse());
    expect(() => parse({ KAFKA_BROKERS: '' })).toThrow('  KAFKA_BROKERS: ');
  });

  it.each([
    [{ OIDC_ISSUER: 'urn:polyphony:local' }, 'OIDC_ISSUER: the local issuer is for ENVIRONMENT=development only'],
    [{ OIDC_JWKS_URI: 'file:///tmp/jwks.json' }, 'OIDC_JWKS_URI: keys that come without TLS or from a file are for'],
    [{ OIDC_JWKS_URI: 'http://login.example.org' }, 'OIDC_JWKS_URI: keys that come without TLS or from a file are for'],
    [{ PSEUDONYM_KEY: undefined }, 'PSEUDONYM_KEY: a secret of your own, of 32 characters or more, is needed'],
  ])('takes %p in development only', (unsafe, sentence) => {
    expect(() => parse(unsafe)).toThrow(sentence);
    expect(parse({ ...unsafe, ENVIRONMENT: 'development' }).environment).toBe('development');
  });

  it.each([
    [{ OIDC_ISSUER: undefined }, 'OIDC_ISSUER'],
    [{ OIDC_JWKS_URI: 'certs' }, 'OIDC_JWKS_URI'],
    [{ DATABASE_URL: 'runtime@database' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'https://database/polyphony' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgres://runtime:pass#word@database:5432/polyphony' }, 'DATABASE_URL'],
    [{ DATABASE_OWNER_URL: 'owner' }, 'DATABASE_OWNER_URL'],
    [{ OIDC_ALGORITHMS: 'none' }, 'OIDC_ALGORITHMS'],
    [{ OIDC_ALGORITHMS: 'RS256,HS256' }, 'OIDC_ALGORITHMS'],
    [{ OIDC_CLOCK_TOLERANCE_SECONDS: '61' }, 'OIDC_CLOCK_TOLERANCE_SECONDS'],
    [{ PSEUDONYM_KEY: 'short' }, 'PSEUDONYM_KEY'],
    [{ ENVIRONMENT: 'staging' }, 'ENVIRONMENT'],
  ])('is refused with %p, also in development', (wrong, variable) => {
    expect(() => parse({ ENVIRONMENT: 'development', ...wrong })).toThrow(`  ${variable}: `);
  });

  it('is told which form an address of a database has, and never what was given, as it may hold a password', () => {
    const faults = () => parse({ DATABASE_URL: 'postgres://runtime:secret#1@database/polyphony' });
    expect(faults).toThrow('DATABASE_URL: takes postgresql://role:password@host:port/database');
    expect(faults).not.toThrow('secret');
  });
});
