import { plainToInstance, Transform } from 'class-transformer';
import {
  ArrayNotEmpty,
  getMetadataStorage,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  Min,
  MinLength,
  ValidateBy,
  validateSync,
} from 'class-validator';
import { KafkaSecurity } from './kafka-security.js';
import { variableOf } from './variable.js';

/** What a replica may do. */
export const REPLICA_ROLES = ['http', 'relay', 'consumers'] as const;
export type ReplicaRole = (typeof REPLICA_ROLES)[number];

/** The issuer that this project brings for one machine. */
export const LOCAL_ISSUER = 'urn:polyphony:local';
export const DEFAULT_AUDIENCE = 'polyphony';
/** Known to everybody, so it hides nobody. */
const DEVELOPMENT_PSEUDONYM_KEY = 'for-development-only-hides-nobody';
/** Signatures that only the issuer can make: never `none`, never a secret that is shared. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const list = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean)
    : value;
const number = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? Number(value) : value);

/** Refuses a value outside development; the sentence begins with the variable. */
const safeInProduction = (isSafe: (value: string) => boolean, sentence: string): PropertyDecorator =>
  ValidateBy({
    name: 'safeInProduction',
    validator: {
      validate: (value, at) =>
        typeof value !== 'string' ||
        (at?.object as ServiceConfig | undefined)?.environment === 'development' ||
        isSafe(value),
      defaultMessage: () => sentence,
    },
  });
/** The sentence does not repeat the value, which may hold a password. */
const isUrl = (form: string, ...protocols: string[]): PropertyDecorator =>
  ValidateBy({
    name: 'isUrl',
    validator: {
      validate: (value) => typeof value === 'string' && protocols.includes(URL.parse(value)?.protocol ?? ''),
      defaultMessage: () => `takes ${form}`,
    },
  });
const isDatabaseUrl = (): PropertyDecorator =>
  isUrl(
    'postgresql://role:password@host:port/database, where a password writes / as %2F and # as %23',
    'postgresql:',
    'postgres:',
  );

/** The environment of a service; a field is the variable in camel case. */
export class ServiceConfig extends KafkaSecurity {
  /** Connection URL of the runtime role, whose search_path is the service's schema; TLS by sslmode and sslrootcert. */
  @isDatabaseUrl() databaseUrl!: string;
  /** Connection URL of the owner role; needed by `migrate` only. */
  @IsOptional() @isDatabaseUrl() databaseOwnerUrl?: string;
  @Transform(list) @IsArray() @ArrayNotEmpty() @IsString({ each: true }) kafkaBrokers!: string[];
  @IsString() host = '127.0.0.1';
  @Transform(number) @IsInt() @Min(0) @Max(65_535) port = 0;
  /** What this replica does; all by default. */
  @Transform(list) @IsArray() @ArrayNotEmpty() @IsIn(REPLICA_ROLES, { each: true }) roles: ReplicaRole[] = [
    ...REPLICA_ROLES,
  ];
  /** Put before topic names and consumer groups, so that tests share a broker. */
  @IsString() topicPrefix = '';
  @IsIn(['debug', 'log', 'warn', 'error']) logLevel: 'debug' | 'log' | 'warn' | 'error' = 'log';
  /** `json` for programs, `text` for people; absent means json in production and text in development. */
  @IsOptional() @IsIn(['json', 'text']) logFormat?: 'json' | 'text';
  /** Where `/metrics` is answered, by nobody outside; 0 lets the system choose, absent means nowhere. */
  @Transform(number) @IsOptional() @IsInt() @Min(0) @Max(65_535) managementPort?: number;
  /** Where traces go: the base address of a collector that takes OTLP over HTTP; absent means nowhere. */
  @IsOptional() @isUrl('https:', 'http:') otelExporterOtlpEndpoint?: string;
  /** The share, 0 to 1, of traces that are kept where no caller has decided. */
  @Transform(number) @IsNumber() @Min(0) @Max(1) otelTracesSamplerArg = 1;
  /** Largest request body in bytes, after decompression: 5,000 responses with the longest ids, in UTF-8 without escapes. */
  @Transform(number) @IsInt() @Min(1_024) bodyLimit = 8 * 1024 * 1024;
  /** Requests a second that one actor may send to a replica. */
  @Transform(number) @IsInt() @Min(1) rateLimitActor = 500;
  /** Requests a second that may come to a replica from one address, or one /64 of IPv6, without a token that counts. */
  @Transform(number) @IsInt() @Min(1) rateLimitAddress = 200;
  /**
   * Whose `X-Forwarded-For` counts: addresses, ranges, or `loopback`, `linklocal`, `uniquelocal`; nobody's by default. A
   * caller whose own address is among them chooses the one that is counted.
   */
  @Transform(list) @IsArray() @IsString({ each: true }) trustedProxies: string[] = [];
  /** How long a request may take to come in, and then to be answered, before the answer is 503. */
  @Transform(number) @IsInt() @Min(100) requestDeadlineMs = 20_000;
  @Transform(number) @IsInt() @Min(1) @Max(50) databasePool = 8;
  /** A consumer that is silent for longer loses its partitions. */
  @Transform(number) @IsInt() @Min(1_000) kafkaSessionTimeoutMs = 15_000;
  /**
   * How long a replica that is asked to stop still answers, while it says that it is not ready and closes each connection
   * after its answer: so long as whoever sends it requests may take to notice.
   */
  @Transform(number) @IsInt() @Min(0) shutdownGraceMs = 0;
  /** How long a shutdown may take, after that, before it is forced. */
  @Transform(number) @IsInt() @Min(100) shutdownDeadlineMs = 15_000;
  /** `development` allows what nobody may rely on: the local issuer, keys without TLS, a pseudonym key that is known. */
  @IsIn(['production', 'development']) environment: 'production' | 'development' = 'production';
  /** `iss` of the tokens that count. */
  @IsString()
  @IsNotEmpty()
  @safeInProduction((issuer) => issuer !== LOCAL_ISSUER, 'the local issuer is for ENVIRONMENT=development only')
  oidcIssuer!: string;
  /** `aud` that tokens must hold. */
  @IsString() @IsNotEmpty() oidcAudience = DEFAULT_AUDIENCE;
  /** Where the issuer publishes its keys (JWKS). */
  @isUrl('an address that begins with https:, http:, file:', 'https:', 'http:', 'file:')
  @safeInProduction(
    (uri) => uri.startsWith('https:'),
    'keys that come without TLS or from a file are for ENVIRONMENT=development only',
  )
  oidcJwksUri!: string;
  @Transform(list) @IsArray() @ArrayNotEmpty() @IsIn(ALGORITHMS, { each: true }) oidcAlgorithms: string[] = [
    'RS256',
    'ES256',
    'EdDSA',
  ];
  /** How far the clocks of issuer and service may differ. */
  @Transform(number) @IsInt() @Min(0) @Max(60) oidcClockToleranceSeconds = 5;
  /** Unknown keys make a service read the issuer's keys at most this often. */
  @Transform(number) @IsInt() @Min(0) oidcJwksCooldownMs = 30_000;
  /** The claim with the role, or a list of roles. */
  @IsString() @IsNotEmpty() oidcRoleClaim = 'role';
  /** The claim with the id of the partner that the actor belongs to. */
  @IsString() @IsNotEmpty() oidcPartnerClaim = 'partner';
  /** Makes the pseudonyms of actors in events; the same for all services, and secret. */
  @IsString()
  @MinLength(32)
  @safeInProduction(
    (key) => key !== DEVELOPMENT_PSEUDONYM_KEY,
    'a secret of your own, of 32 characters or more, is needed outside ENVIRONMENT=development',
  )
  pseudonymKey = DEVELOPMENT_PSEUDONYM_KEY;
}

/**
 * Reads a config class from environment variables (DATABASE_URL → databaseUrl); an empty one is none.
 * @throws Error with one line per variable that is missing or wrong
 */
export function parseConfig<T extends object>(config: new () => T, env: NodeJS.ProcessEnv): T {
  const set = Object.keys(env).filter((name) => env[name] !== '');
  const known = set.map((name) => [name.toLowerCase().replace(/_(.)/g, (_, c: string) => c.toUpperCase()), env[name]]);
  const instance = plainToInstance(config, Object.fromEntries(known), { exposeDefaultValues: true });
  const problems = validateSync(instance).flatMap(({ property, constraints }) => {
    return Object.values(constraints ?? {}).map((message) => `  ${variableOf(property)}: ${message}`);
  });
  if (problems.length > 0) throw new Error(`The environment is not complete:\n${problems.join('\n')}`);
  return instance;
}

/** The environment variables that a config class reads. */
export function variablesOf(config: new () => object): string[] {
  const fields = getMetadataStorage().getTargetValidationMetadatas(config, '', true, false);
  return [...new Set(fields.map(({ propertyName }) => variableOf(propertyName)))];
}
