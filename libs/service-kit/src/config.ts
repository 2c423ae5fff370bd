import { plainToInstance, Transform } from 'class-transformer';
import {
  ArrayNotEmpty,
  getMetadataStorage,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  Min,
  validateSync,
} from 'class-validator';

export const ROLES = ['http', 'relay', 'consumers'] as const;
export type Role = (typeof ROLES)[number];

const list = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean)
    : value;
const number = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? Number(value) : value);

/** The environment of a service; a field is the variable in camel case. */
export class ServiceConfig {
  /** Connection URL of the runtime role, whose search_path is the service's schema. */
  @IsString() databaseUrl!: string;
  /** Connection URL of the owner role; needed by `migrate` only. */
  @IsOptional() @IsString() databaseOwnerUrl?: string;
  @Transform(list) @IsArray() @ArrayNotEmpty() @IsString({ each: true }) kafkaBrokers!: string[];
  @IsString() host = '127.0.0.1';
  @Transform(number) @IsInt() @Min(0) @Max(65_535) port = 0;
  /** What this replica does; all by default. */
  @Transform(list) @IsArray() @ArrayNotEmpty() @IsIn(ROLES, { each: true }) roles: Role[] = [...ROLES];
  /** Put before topic names and consumer groups, so that tests share a broker. */
  @IsString() topicPrefix = '';
  @IsIn(['debug', 'log', 'warn', 'error']) logLevel: 'debug' | 'log' | 'warn' | 'error' = 'log';
  /** Largest request body in bytes, after decompression. */
  @Transform(number) @IsInt() @Min(1_024) bodyLimit = 4 * 1024 * 1024;
  @Transform(number) @IsInt() @Min(1) @Max(50) databasePool = 8;
  /** A consumer that is silent for longer loses its partitions. */
  @Transform(number) @IsInt() @Min(1_000) kafkaSessionTimeoutMs = 15_000;
  /** How long a shutdown may take before it is forced. */
  @Transform(number) @IsInt() @Min(100) shutdownDeadlineMs = 15_000;
}

/**
 * Reads a config class from environment variables (DATABASE_URL → databaseUrl).
 * @throws Error with one line per variable that is missing or wrong
 */
export function parseConfig<T extends object>(config: new () => T, env: NodeJS.ProcessEnv): T {
  const known = Object.keys(env).map((name) => [
    name.toLowerCase().replace(/_(.)/g, (_, c: string) => c.toUpperCase()),
    env[name],
  ]);
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

function variableOf(field: string): string {
  return field.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase();
}
