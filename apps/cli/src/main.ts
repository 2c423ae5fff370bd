import { Command, InvalidArgumentError, Option } from 'commander';
import { ROLES } from '@polyphony/service-kit';
import { readConfig } from './config.js';
import { discardParked, doctor, down, listParked, migrate, rebuild, replayParked, states, topics } from './operate.js';
import { demo, replayPolis, start } from './play.js';
import { tokenFor, type TokenRequest } from './platform/issuer.js';
import { Interrupted, up } from './platform/session.js';
import { ORDERS, type Order } from './replay/order.js';

const print = (text: string): void => console.log(text);

const program = new Command('polyphony')
  .description("Citizens' assemblies of a whole network, from a partner's registration to a global result")
  .showHelpAfterError();

program
  .command('start')
  .description('start everything, play the demo wave once, and run until Ctrl-C')
  .action(async () => conclude(await start(readConfig())));

program
  .command('demo')
  .description('play the demo wave once, show its result, and end')
  .action(async () => conclude(await demo(readConfig())));

program
  .command('replay')
  .description('replay real conversations, and compare every count with what was published')
  .command('polis')
  .argument('<folder>', 'a conversation that Polis has exported, or a folder of them')
  .addOption(new Option('--order <order>', 'in which order votes are sent').choices(ORDERS).default('file'))
  .option('--resend-every <n>', 'send every n-th submission twice; 0 for none', whole, 3)
  .option('--seed <n>', 'of the shuffled order', whole, 1)
  .action(async (folder: string, options: { order: Order; resendEvery: number; seed: number }) =>
    conclude(await replayPolis(readConfig(), folder, options)),
  );

program
  .command('up')
  .description('start engines and services, and leave them running')
  .action(() => up(readConfig()));

program
  .command('down')
  .description('stop what runs in this folder')
  .action(() => down(readConfig(), print));

program
  .command('token')
  .description('print a token that the services of this folder accept; for development only')
  .addOption(new Option('--role <role>', 'in which role').choices(ROLES).makeOptionMandatory())
  .option('--partner <id>', 'of which partner; a fellow and a reviewer must say it')
  .option('--actor <id>', 'who acts; local-<role> by default')
  .option('--lifetime <seconds>', 'how long it is good', whole, 3_600)
  .action(async (options: TokenRequest) => print(await tokenFor(readConfig(), options)));

program
  .command('migrate')
  .description('run the pending migrations of all services')
  .action(() => migrate(readConfig(), print));

program
  .command('topics')
  .description('list the topics')
  .option('--create', 'create the missing ones first')
  .action((options: { create?: boolean }) => topics(readConfig(), options.create ?? false, print));

program
  .command('states')
  .description('append the present document of everything to the state topics, after an upgrade or a restore')
  .argument('[service]', 'only of this service')
  .action((service: string | undefined) => states(readConfig(), service, print));

const parked = program.command('parked').description('events that could not be applied, and those waiting behind them');
parked
  .command('list')
  .description('what is parked')
  .argument('[service]', 'only of this service')
  .option('--json')
  .action((service: string | undefined, options: { json?: boolean }) =>
    listParked(readConfig(), service, options.json ?? false, print),
  );
parked
  .command('replay')
  .description('apply parked events again, in order')
  .argument('<consumer>', 'as <service>.<consumer>')
  .option('--key <id>', 'only the events of this aggregate')
  .action(async (consumer: string, { key }: { key?: string }) =>
    conclude(await replayParked(readConfig(), consumer, key, print)),
  );
parked
  .command('discard')
  .description('leave a parked event out, for a reason')
  .argument('<consumer>', 'as <service>.<consumer>')
  .argument('<topic>')
  .argument('<partition>')
  .argument('<offset>')
  .requiredOption('--reason <text>', 'why it may be left out')
  .requiredOption('--by <actor>', 'who decided')
  .action(
    async (consumer: string, topic: string, partition: string, offset: string, said: { reason: string; by: string }) =>
      conclude(await discardParked(readConfig(), consumer, { topic, partition, offset, ...said }, print)),
  );

program
  .command('rebuild')
  .description('empty a projection and fill it again from the log')
  .argument('<consumer>', 'as <service>.<consumer>')
  .action((consumer: string) => rebuild(readConfig(), consumer, print));

program
  .command('doctor')
  .description(
    'versions, engines, services, topics, migrations, positions, lag; exit code 1 when something needs a person',
  )
  .option('--json')
  .action(async (options: { json?: boolean }) => conclude(await doctor(readConfig(), options.json ?? false, print)));

function conclude(well: boolean): void {
  if (!well) process.exitCode = 1;
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(text);
}

try {
  await program.parseAsync();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = error instanceof Interrupted ? 130 : 1; // as a shell says of Ctrl-C
}
