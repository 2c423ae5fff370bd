import { readFileSync } from 'node:fs';
import type { KafkaOptions } from '@polyphony/messaging';
import { IsIn, IsOptional, IsString, ValidateBy } from 'class-validator';
import { variableOf } from './variable.js';

const MECHANISMS = ['scram-sha-512', 'scram-sha-256', 'plain'] as const;
type Sasl = NonNullable<KafkaOptions['security']>['sasl'];

/** The authorities that Node brings, for a broker with a certificate that everybody trusts. */
const EVERYBODYS = 'system';

/** Refuses a setting that does nothing without at least one of these others. */
const needs = (...others: (keyof KafkaSecurity)[]): PropertyDecorator =>
  ValidateBy({
    name: 'needs',
    validator: {
      validate: (_, at) => others.some((other) => (at?.object as KafkaSecurity | undefined)?.[other] !== undefined),
      defaultMessage: () => `needs ${others.map(variableOf).join(' or ')} beside it`,
    },
  });
/** Refuses a setting beside another that says the same. */
const excludes = (other: keyof KafkaSecurity): PropertyDecorator =>
  ValidateBy({
    name: 'excludes',
    validator: {
      validate: (_, at) => (at?.object as KafkaSecurity | undefined)?.[other] === undefined,
      defaultMessage: () => `cannot stand beside ${variableOf(other)}`,
    },
  });

/** What Kafka demands of its clients; TLS is spoken when a KAFKA_TLS_ variable is set. */
export class KafkaSecurity {
  /** Whom to trust: the authority's certificate as PEM or the path of it, or `system` for those that Node knows. */
  @IsOptional() @IsString() kafkaTlsCa?: string;
  /** The client's own certificate, where the broker asks for one: PEM or path. */
  @IsOptional() @IsString() @needs('kafkaTlsKey') kafkaTlsCert?: string;
  @IsOptional() @IsString() @needs('kafkaTlsCert') kafkaTlsKey?: string;
  @IsOptional()
  @IsIn(MECHANISMS)
  @needs('kafkaSaslUsername')
  @needs('kafkaTlsCa', 'kafkaTlsCert')
  kafkaSaslMechanism?: (typeof MECHANISMS)[number];
  @IsOptional()
  @IsString()
  @needs('kafkaSaslMechanism')
  @needs('kafkaSaslPassword', 'kafkaSaslPasswordFile')
  kafkaSaslUsername?: string;
  @IsOptional() @IsString() @needs('kafkaSaslUsername') @excludes('kafkaSaslPasswordFile') kafkaSaslPassword?: string;
  /** The path of a file that holds the password. */
  @IsOptional() @IsString() @needs('kafkaSaslUsername') kafkaSaslPasswordFile?: string;
}

/**
 * The settings as clients take them; undefined where Kafka demands nothing.
 * @throws Error that names the variable whose file cannot be read
 */
export function kafkaSecurityOf(config: KafkaSecurity): KafkaOptions['security'] {
  const { kafkaTlsCa, kafkaTlsCert, kafkaTlsKey, kafkaSaslMechanism: mechanism, kafkaSaslUsername: username } = config;
  if (kafkaTlsCa === undefined && kafkaTlsCert === undefined) return undefined;
  return {
    ssl: {
      ca: kafkaTlsCa === EVERYBODYS ? undefined : pem('kafkaTlsCa', kafkaTlsCa),
      cert: pem('kafkaTlsCert', kafkaTlsCert),
      key: pem('kafkaTlsKey', kafkaTlsKey),
    },
    ...(mechanism && { sasl: { mechanism, username: username!, password: passwordOf(config) } as Sasl }),
  };
}

function passwordOf({ kafkaSaslPassword, kafkaSaslPasswordFile }: KafkaSecurity): string {
  return kafkaSaslPassword ?? contentOf('kafkaSaslPasswordFile', kafkaSaslPasswordFile!).trim();
}

function pem(field: keyof KafkaSecurity, value: string | undefined): string | undefined {
  return value === undefined || value.startsWith('-----BEGIN ') ? value : contentOf(field, value);
}

function contentOf(field: keyof KafkaSecurity, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`${variableOf(field)} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
