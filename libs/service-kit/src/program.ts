import { discardParked, listParked, replayParked, resetProjection } from '@polyphony/messaging';
import { Command } from 'commander';
import { DataSource } from 'typeorm';
import { kafkaAccessOf } from './access.js';
import { parseConfig, ServiceConfig } from './config.js';
import { migrate } from './migrations.js';
import { describeApi } from './openapi.js';
import { createService, type ServiceApp } from './service.js';
import type { ServiceDefinition } from './service-definition.js';
import { ServiceLog } from './service-log.js';
import { appendAllStates } from './states.js';
import { statusOf } from './status.js';
import { startTracing } from './tracing.js';

/** Where a verb logs that prints its result to standard output. */
const ERROR_OUTPUT = 2;

/**
 * A service is one program with verbs: `serve` (default), `migrate`, `status`, `rebuild`, `parked list|replay|discard`,
 * `states`, `openapi`, `access`. Everything but `serve` prints JSON to standard output, logs to error output, and ends.
 */
export async function runProgram(definition: ServiceDefinition, env: NodeJS.ProcessEnv, args: string[]): Promise<void> {
  const program = new Command(definition.name);
  const config = (): ServiceConfig => parseConfig(ServiceConfig, env);
  program.command('serve', { isDefault: true }).action(() => serve(definition, config()));
  program.command('migrate').action(async () => {
    const { databaseOwnerUrl } = config();
    if (!databaseOwnerUrl) throw new Error('migrate needs DATABASE_OWNER_URL, the connection of the owner role');
    print({ service: definition.name, ran: await migrate(databaseOwnerUrl, definition.migrations) });
  });
  program.command('openapi').action(async () => print(await describeApi(definition)));
  program.command('access').action(() => print(kafkaAccessOf(definition)));
  program
    .command('status')
    .action(() =>
      withService(definition, config(), async ({ app, transport }) =>
        statusOf(definition, app.get(DataSource), transport),
      ),
    );
  program.command('rebuild <consumer>').action((name: string) =>
    withService(definition, config(), async ({ app, transport }) => {
      await resetProjection(app.get(DataSource), transport.consumer(name));
      return { consumer: name, rebuilds: 'from the beginning of the log, by the running replicas' };
    }),
  );
  program.command('states').action(() =>
    withService(definition, config(), async ({ app }) => ({
      appended: await appendAllStates(app.get(DataSource), definition.states ?? []),
    })),
  );
  const parked = program.command('parked');
  parked.command('list').action(() => withService(definition, config(), ({ app }) => listParked(app.get(DataSource))));
  parked
    .command('replay <consumer>')
    .option('--key <id>', 'only the events of this aggregate')
    .action((name: string, options: { key?: string }) =>
      withService(definition, config(), ({ app, transport }) =>
        replayParked(app.get(DataSource), transport.consumer(name), options.key),
      ),
    );
  parked
    .command('discard <consumer> <topic> <partition> <offset>')
    .requiredOption('--reason <text>', 'why it may be left out')
    .requiredOption('--by <actor>', 'who decided')
    .action(
      (consumer: string, topic: string, partition: string, offset: string, options: { reason: string; by: string }) =>
        withService(definition, config(), async ({ app }) => {
          const at = { consumer, topic, partition: Number(partition), offset: BigInt(offset) };
          return { discarded: await discardParked(app.get(DataSource), at, options.reason, options.by) };
        }),
    );
  await program.parseAsync(args, { from: 'user' });
}

async function serve(definition: ServiceDefinition, config: ServiceConfig): Promise<void> {
  const logger = ServiceLog.of(definition.name, config);
  const tracing = startTracing(definition.name, config, logger);
  const service = await createService(definition, config, { logger, tracer: tracing?.tracer });
  const url = await service.start();
  // The parent that started this process reads the port from here.
  process.send?.({ url, managementUrl: service.managementUrl() });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), config.shutdownGraceMs + config.shutdownDeadlineMs).unref();
    void service
      .stop()
      .then(() => tracing?.stop())
      .then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function withService(
  definition: ServiceDefinition,
  config: ServiceConfig,
  work: (service: ServiceApp) => Promise<unknown>,
): Promise<void> {
  const logger = ServiceLog.of(definition.name, { ...config, logLevel: 'warn' }, ERROR_OUTPUT);
  const service = await createService(definition, config, { consume: false, logger });
  try {
    await service.app.init();
    print(await work(service));
  } finally {
    await service.app.close();
  }
}

function print(result: unknown): void {
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}
