import { LOCALHOST } from './ports.js';

/** A broker of one node, controller included, for one machine. */
export interface BrokerSettings {
  port: number;
  controllerPort: number;
  /** Where the log segments live. */
  logFolder: string;
}

/** The broker's configuration file. */
export function serverProperties(broker: BrokerSettings): string {
  return Object.entries({ ...roles(broker), ...SINGLE_NODE, ...QUICK, ...SMALL })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function roles({ port, controllerPort, logFolder }: BrokerSettings): Record<string, string | number> {
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${LOCALHOST}:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://${LOCALHOST}:${port},CONTROLLER://${LOCALHOST}:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://${LOCALHOST}:${port}`,
    'log.dirs': logFolder,
  };
}

/** What a cluster of one cannot replicate, and topics that are made on purpose only. Holds for containers too. */
export const SINGLE_NODE = {
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 1,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  'auto.create.topics.enable': false,
};

/** No waiting for members that are not coming; after kill -9 clients consume again in 5 s instead of 14 s. */
export const QUICK = {
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 500,
  'broker.session.timeout.ms': 1_500,
  'broker.heartbeat.interval.ms': 300,
  'log.segment.delete.delay.ms': 1_000,
};

/** Hundreds of partitions of tests stay cheap: each would otherwise map two indexes of 10 MB. */
export const SMALL = {
  'log.index.size.max.bytes': 131_072,
  'log.cleaner.dedupe.buffer.size': 4_194_304,
  'num.network.threads': 2,
  'num.io.threads': 4,
};
