import type { Type } from '@nestjs/common';
import type { KafkaOptions, KafkaTransport } from '@polyphony/messaging';
import type { ServiceConfig } from './config.js';
import type { Migration } from './migrations.js';
import type { PublicState } from './states.js';

/** What makes one service: its name, its root module, its entities and its migrations in order. */
export interface ServiceDefinition {
  name: string;
  module: Type;
  entities: Type[];
  migrations: readonly Migration[];
  /** The aggregates whose public documents stand on state topics. */
  states?: readonly PublicState[];
}

/** A service of this process. */
export interface RunningService {
  definition: ServiceDefinition;
  config: ServiceConfig;
  kafka: KafkaOptions;
  /** Set once the replica is asked to stop. */
  leaving?: boolean;
  /** Set once the application is made. */
  transport?: KafkaTransport;
}

export const SERVICE = Symbol('service');
