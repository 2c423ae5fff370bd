import { parseConfig } from './config.js';
import { KafkaSecurity, kafkaSecurityOf } from './kafka-security.js';

const CA = '-----BEGIN CERTIFICATE-----\nauthority\n-----END CERTIFICATE-----\n';
const SASL = { KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_SASL_USERNAME: 'methodology', KAFKA_SASL_PASSWORD: 'p' };
const read = (env: NodeJS.ProcessEnv) => kafkaSecurityOf(parseConfig(KafkaSecurity, env));

describe('What a service is told of how to reach Kafka', () => {
  it('is neither TLS nor a password where nothing is set', () => {
    expect(read({})).toBeUndefined();
  });

  it('is TLS with an authority, a certificate of its own, or both', () => {
    expect(read({ KAFKA_TLS_CA: CA })).toEqual({ ssl: { ca: CA } });
    expect(read({ KAFKA_TLS_CA: 'system' })).toEqual({ ssl: {} });
    expect(read({ KAFKA_TLS_CERT: CA, KAFKA_TLS_KEY: CA })).toEqual({ ssl: { cert: CA, key: CA } });
  });

  it('is a user with a password', () => {
    const sasl = { mechanism: 'scram-sha-512', username: 'methodology', password: 'p' };
    expect(read({ KAFKA_TLS_CA: CA, ...SASL })).toEqual({ ssl: { ca: CA }, sasl });
  });

  it.each([
    [{ KAFKA_TLS_CERT: CA }, 'KAFKA_TLS_CERT: needs KAFKA_TLS_KEY beside it'],
    [{ KAFKA_TLS_KEY: CA }, 'KAFKA_TLS_KEY: needs KAFKA_TLS_CERT beside it'],
    [SASL, 'KAFKA_SASL_MECHANISM: needs KAFKA_TLS_CA or KAFKA_TLS_CERT beside it'],
    [{ ...SASL, KAFKA_SASL_USERNAME: '' }, 'KAFKA_SASL_MECHANISM: needs KAFKA_SASL_USERNAME beside it'],
    [{ ...SASL, KAFKA_SASL_USERNAME: '' }, 'KAFKA_SASL_PASSWORD: needs KAFKA_SASL_USERNAME beside it'],
    [{ ...SASL, KAFKA_SASL_MECHANISM: '' }, 'KAFKA_SASL_USERNAME: needs KAFKA_SASL_MECHANISM beside it'],
    [
      { ...SASL, KAFKA_SASL_PASSWORD: '' },
      'KAFKA_SASL_USERNAME: needs KAFKA_SASL_PASSWORD or KAFKA_SASL_PASSWORD_FILE beside it',
    ],
    [{ ...SASL, KAFKA_SASL_PASSWORD_FILE: '/p' }, 'KAFKA_SASL_PASSWORD: cannot stand beside KAFKA_SASL_PASSWORD_FILE'],
    [{ ...SASL, KAFKA_SASL_MECHANISM: 'gssapi' }, 'KAFKA_SASL_MECHANISM: kafkaSaslMechanism must be one of'],
  ])('is refused when it is half of something: %#', (env, sentence) => {
    expect(() => read(env)).toThrow(sentence);
  });

  it('names the variable whose file cannot be read', () => {
    expect(() => read({ KAFKA_TLS_CA: '/nowhere/ca.crt' })).toThrow('KAFKA_TLS_CA cannot be read: ENOENT');
  });
});
