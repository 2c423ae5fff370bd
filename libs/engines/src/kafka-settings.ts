import { LOCALHOST } from './ports.js';

/** A broker of one node, controller included, for one machine. */
export interface BrokerSettings {
  port: number;
  controllerPort: number;
  /** Where the log segments live. */
  logFolder: string;
  /** Absent means that whoever connects may do everything. */
  secured?: SecuredBroker;
}

/** What a broker demands: TLS, a password (SCRAM-SHA-512), and for whatever a user does an ACL. */
export interface SecuredBroker {
  /** PEM file with the broker's key, its certificate, and those between that and the authority's. */
  keyStore: string;
  /** PEM file with the certificate of the authority. */
  trustStore: string;
  /** The user whom no ACL binds. */
  administrator: { name: string; password: string };
}

/** The broker's configuration file. */
export function serverProperties(broker: BrokerSettings): string {
  const { secured } = broker;
  return Object.entries({ ...roles(broker), ...SINGLE_NODE, ...QUICK, ...SMALL, ...(secured && demands(secured)) })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function roles({ port, controllerPort, logFolder, secured }: BrokerSettings): Record<string, string | number> {
  const protocol = secured ? 'SASL_SSL' : 'PLAINTEXT';
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${LOCALHOST}:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `${protocol}://${LOCALHOST}:${port},CONTROLLER://${LOCALHOST}:${controllerPort}`,
    'advertised.listeners': `${protocol}://${LOCALHOST}:${port}`,
    'log.dirs': logFolder,
  };
}

function demands({ keyStore, trustStore, administrator: { name, password } }: SecuredBroker): Record<string, string> {
  const login = 'org.apache.kafka.common.security.scram.ScramLoginModule';
  return {
    'listener.security.protocol.map': 'SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'SASL_SSL',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': `${login} required username="${name}" password="${password}";`,
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keyStore,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': trustStore,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    // The controller's own listener knows no users; no client is told of it.
    'super.users': `User:${name};User:ANONYMOUS`,
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
