import { SERVICES, type ServiceName } from '@polyphony/contracts';
import { logEnds, PARTITIONS, type ParkedEvent, type Replayed } from '@polyphony/messaging';
import type { CliConfig } from './config.js';
import { diagnose } from './doctor/doctor.js';
import { migrateAll, stopAll, withEngines } from './platform/platform.js';
import { runVerb } from './platform/service-program.js';
import { createMissingTopics, kafkaOf, topicNames } from './platform/topics.js';
import { table } from './table.js';

/** Where an operator's command prints. */
export type Print = (text: string) => void;

/** Stops what runs in this folder. */
export async function down(config: CliConfig, print: Print): Promise<void> {
  const stopped = await stopAll(config);
  print(stopped.length > 0 ? `Stopped ${stopped.join(', ')} and the engines` : 'No service ran; engines are stopped');
}

/** Runs the pending migrations of all services. */
export async function migrate(config: CliConfig, print: Print): Promise<void> {
  const ran = await withEngines(config, (engines) => migrateAll(config, engines));
  print(table([['service', 'ran'], ...SERVICES.map((name) => [name, ran[name].join(', ') || 'nothing was pending'])]));
}

/** Lists the topics of the catalogue, after creating those that are missing if that is wished. */
export async function topics(config: CliConfig, create: boolean, print: Print): Promise<void> {
  await withEngines(config, async ({ brokers }) => {
    if (create) {
      const made = await createMissingTopics(config, brokers);
      print(made.length > 0 ? `Created ${made.join(', ')}` : 'No topic was missing');
    }
    const names = topicNames(config.topicPrefix);
    const ends = await logEnds(kafkaOf(config, brokers), names);
    const rows = names.map((topic) => {
      const found = ends.get(topic);
      if (!found) return [topic, 'missing', ''];
      const records = found.reduce((sum, { low, high }) => sum + high - low, 0n);
      return [topic, String(found.length), String(records)];
    });
    print(table([['topic', `partitions (of ${PARTITIONS})`, 'records'], ...rows]));
  });
}

/** Appends the present public document of everything to the state topics, for one service or all. */
export async function states(config: CliConfig, service: string | undefined, print: Print): Promise<void> {
  const wanted = service === undefined ? SERVICES : [asService(service)];
  const rows = await withEngines(config, async (engines) => {
    const appended: [string, number][] = [];
    for (const name of wanted) {
      const answer = await runVerb<{ appended: Record<string, number> }>(name, ['states'], config, engines);
      appended.push(...Object.entries(answer.appended));
    }
    return appended;
  });
  print(table([['topic', 'documents appended'], ...rows]));
}

/** Parked events of one service or all. */
export async function listParked(config: CliConfig, service: string | undefined, json: boolean, print: Print) {
  const wanted = service === undefined ? SERVICES : [asService(service)];
  const parked = await withEngines(config, async (engines) => {
    const lists: (ParkedEvent & { service: ServiceName })[] = [];
    for (const name of wanted) {
      const events = await runVerb<ParkedEvent[]>(name, ['parked', 'list'], config, engines);
      lists.push(...events.map((event) => ({ service: name, ...event })));
    }
    return lists;
  });
  if (json) print(JSON.stringify(parked, null, 2));
  else if (parked.length === 0) print('Nothing is parked');
  else
    print(
      table([
        ['consumer', 'topic', 'partition', 'offset', 'key', 'type', 'tries', 'error'],
        ...parked.map((it) => [
          `${it.service}.${it.consumer}`,
          it.topic,
          it.partition,
          it.offset,
          it.key ?? '',
          it.type ?? '',
          it.attempts,
          it.error.length > 120 ? `${it.error.slice(0, 119)}…` : it.error,
        ]),
      ]),
    );
}

/** Applies the parked events of a consumer again, of one aggregate or of all. @returns false when some stay parked */
export async function replayParked(config: CliConfig, consumer: string, key: string | undefined, print: Print) {
  const args = key === undefined ? [] : ['--key', key];
  const replayed = await aboutConsumer<Replayed>(config, consumer, (name) => ['parked', 'replay', name, ...args]);
  print(JSON.stringify(replayed, null, 2));
  return replayed.remaining.length === 0;
}

/** Where a parked event stands, and why it may be left out by whom. */
export interface Discarding {
  topic: string;
  partition: string;
  offset: string;
  reason: string;
  by: string;
}

/** Leaves one parked event out. @returns false when there is no such event */
export async function discardParked(config: CliConfig, consumer: string, what: Discarding, print: Print) {
  const { topic, partition, offset, reason, by } = what;
  const { discarded } = await aboutConsumer<{ discarded: boolean }>(config, consumer, (name) => [
    'parked',
    'discard',
    name,
    topic,
    partition,
    offset,
    '--reason',
    reason,
    '--by',
    by,
  ]);
  const event = `${topic}, partition ${partition}, offset ${offset}`;
  print(
    discarded
      ? `Discarded ${event}; those behind it wait for "polyphony parked replay ${consumer}"`
      : `Nothing was discarded: ${consumer} has not parked ${event}. "polyphony parked list" shows what is parked.`,
  );
  return discarded;
}

/** Empties a projection, which the running replicas then fill again from the log. */
export async function rebuild(config: CliConfig, consumer: string, print: Print): Promise<void> {
  print(JSON.stringify(await aboutConsumer<unknown>(config, consumer, (name) => ['rebuild', name]), null, 2));
}

/** What the service's program answers to a verb about one consumer, `<service>.<consumer>` as its group is called. */
async function aboutConsumer<T>(config: CliConfig, consumer: string, args: (name: string) => string[]): Promise<T> {
  const [service, ...name] = consumer.split('.');
  if (name.length === 0) throw new Error(`"${consumer}" names no consumer: write it as <service>.<consumer>.`);
  return withEngines(config, (engines) => runVerb<T>(asService(service!), args(name.join('.')), config, engines));
}

/** @returns false when something needs a person */
export async function doctor(config: CliConfig, json: boolean, print: Print): Promise<boolean> {
  const { findings, lags } = await diagnose(config);
  const well = findings.every((finding) => finding.remedy === undefined);
  if (json) {
    const texts = lags.map(({ consumer, position, lag }) => ({ consumer, position: `${position}`, lag: `${lag}` }));
    print(JSON.stringify({ well, findings, lags: texts }, null, 2));
    return well;
  }
  print(
    table([
      ['', 'about', 'found'],
      // What to do stands below: beside it, one long finding would move it out of sight.
      ...findings.flatMap(({ about, what, remedy }) =>
        remedy === undefined
          ? [['ok', about, what]]
          : [
              ['!!', about, what],
              ['', '', `-> ${remedy}`],
            ],
      ),
    ]),
  );
  if (lags.length > 0)
    print(`\n${table([['consumer', 'position', 'lag'], ...lags.map((it) => [it.consumer, it.position, it.lag])])}`);
  print(well ? '\nAll is well' : '\nSomething needs a person: see the lines with !!');
  return well;
}

function asService(name: string): ServiceName {
  const service = SERVICES.find((known) => known === name);
  if (!service) throw new Error(`"${name}" is no service: there are ${SERVICES.join(', ')}.`);
  return service;
}
