import { context, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { ServiceLog } from './service-log.js';

describe('The log of a service', () => {
  let lines: string[];
  let log: ServiceLog;
  beforeEach(() => {
    lines = [];
    log = ServiceLog.into({ write: (line) => void lines.push(line) }, 'methodology', 'log');
  });
  const written = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

  it('is one JSON object a line, with the instant, the level, the service and who speaks', () => {
    log.warn('waits', 'relay');
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(written()).toEqual([{ level: 'warn', time, service: 'methodology', context: 'relay', message: 'waits' }]);
  });

  it('keeps the stack of an error beside the message, and the fields that it was given', () => {
    log.error({ message: 'GET /v1/waves failed', trace_id: 'abc' }, 'Error: no\n    at here', 'http');
    expect(written()).toEqual([
      expect.objectContaining({
        message: 'GET /v1/waves failed',
        trace_id: 'abc',
        context: 'http',
        stack: 'Error: no\n    at here',
      }),
    ]);
  });

  it('says less than its level nothing of', () => {
    log.debug('details');
    log.log('news');
    expect(written()).toEqual([expect.objectContaining({ level: 'info', message: 'news' })]);
  });

  it('says of which trace a line is, where it is written within a span', () => {
    const manager = new AsyncLocalStorageContextManager().enable();
    context.setGlobalContextManager(manager);
    const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: TraceFlags.SAMPLED };
    context.with(trace.setSpanContext(ROOT_CONTEXT, span), () => log.log('within'));
    log.log('outside');
    context.disable();
    const [within, outside] = written();
    expect(within).toMatchObject({ trace_id: span.traceId, span_id: span.spanId });
    expect(outside).not.toHaveProperty('trace_id');
  });

  it('leaves out secrets, wherever in a line they stand', () => {
    log.error('connect postgresql://methodology:hunter-22@db/polyphony', 'Error: hunter\n  Bearer abcdefgh12345');
    expect(lines.join('')).not.toMatch(/hunter-22|abcdefgh12345/);
  });
});
