import type { DynamicModule, ForwardReference, Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { CATALOGUE } from '@polyphony/contracts';
import { consumerOf } from '@polyphony/messaging';
import type { ServiceDefinition } from './service-definition.js';

/** What a service must be allowed on Kafka: no more than this, and no less. */
export interface KafkaAccess {
  service: string;
  /** The topics that it publishes to. */
  writes: string[];
  /** The topics that it reads, by consumer group, and the types of events that it reads there. */
  reads: { group: string; topics: string[]; events: string[] }[];
}

/** What the catalogue and the service's consumers say; needs no engine. */
export function kafkaAccessOf({ name, module }: ServiceDefinition): KafkaAccess {
  return {
    service: name,
    writes: CATALOGUE.map(({ topic }) => topic).filter((topic) => topic.startsWith(`${name}.`)),
    reads: controllersUnder(module).flatMap((type) => {
      const consumer = consumerOf(type);
      if (!consumer) return [];
      const { topics, events } = consumer;
      return [{ group: `${name}.${consumer.name}`, topics, events }];
    }),
  };
}

/** The controllers, which consumers are for Nest, of a module and all that it imports. */
function controllersUnder(module: Type): Type[] {
  const imported = listed<Type | DynamicModule | ForwardReference>(module, MODULE_METADATA.IMPORTS);
  const modules = imported.filter((one) => typeof one === 'function');
  return [...new Set([...listed<Type>(module, MODULE_METADATA.CONTROLLERS), ...modules.flatMap(controllersUnder)])];
}

function listed<T>(module: Type, what: string): T[] {
  return (Reflect.getMetadata(what, module) ?? []) as T[];
}
