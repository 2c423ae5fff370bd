import type { LoggerService } from '@nestjs/common';
import { isSpanContextValid, trace } from '@opentelemetry/api';
import { destination, pino, type DestinationStream, type Level, type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { ServiceConfig } from './config.js';
import { withoutSecrets } from './without-secrets.js';

const LEVELS = { debug: 'debug', log: 'info', warn: 'warn', error: 'error' } as const;
const STANDARD_OUTPUT = 1;
const FOR_PEOPLE = {
  sync: true,
  colorize: false,
  singleLine: true,
  messageKey: 'message',
  messageFormat: '{service} {message}',
  ignore: 'service',
};

/** What a line of the log says besides its message; ids of a trace, codes and counts, never a body. */
export interface LogFields {
  message: string;
  trace_id?: string;
  [field: string]: unknown;
}

/**
 * The log of a service: one JSON object a line, or a line for people where LOG_FORMAT says text. A line that is written
 * within a span says of which trace; secrets that got into a message are left out.
 */
export class ServiceLog implements LoggerService {
  private constructor(private readonly pino: Logger) {}

  /** @param fd where it writes: standard output, but for programs that print their result there */
  static of(service: string, config: ServiceConfig, fd = STANDARD_OUTPUT): ServiceLog {
    const text = (config.logFormat ?? (config.environment === 'development' ? 'text' : 'json')) === 'text';
    return ServiceLog.into(
      text ? pretty({ ...FOR_PEOPLE, destination: fd }) : destination({ fd, sync: true }),
      service,
      config.logLevel,
    );
  }

  /** @param level the least that is written */
  static into(stream: DestinationStream, service: string, level: ServiceConfig['logLevel']): ServiceLog {
    const options = {
      level: LEVELS[level],
      base: { service },
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label: string) => ({ level: label }) },
      mixin: currentTrace,
      hooks: { streamWrite: withoutSecrets },
    };
    return new ServiceLog(pino(options, stream));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  /** Nest hands over, behind the message, a stack perhaps, and last the name of who speaks. */
  private write(level: Level, said: unknown, rest: unknown[]): void {
    const texts = rest.filter((one) => typeof one === 'string');
    const stack = texts.find((text) => text.includes('\n'));
    const context = texts.findLast((text) => !text.includes('\n'));
    const { message, ...fields } = fieldsOf(said);
    this.pino[level]({ ...(context && { context }), ...fields, ...(stack && { stack }) }, message);
  }
}

function fieldsOf(said: unknown): LogFields {
  if (said instanceof Error) return { message: said.message, stack: said.stack };
  if (typeof said === 'object' && said !== null && 'message' in said) return said as LogFields;
  return { message: typeof said === 'string' ? said : JSON.stringify(said) };
}

function currentTrace(): object {
  const span = trace.getActiveSpan()?.spanContext();
  return span && isSpanContextValid(span) ? { trace_id: span.traceId, span_id: span.spanId } : {};
}
