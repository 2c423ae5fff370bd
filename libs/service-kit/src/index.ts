export * from './actor.js';
export { CallableBy } from './callers.js';
export { CurrentActor, InCommand, type Command } from './command.js';
export * from './clock.js';
export {
  Commands,
  CommandTransaction,
  CREATE_COMMAND_TABLES,
  DROP_COMMAND_TABLES,
  type Aggregate,
} from './commands.js';
export * from './config.js';
export * from './domain-error.js';
export * from './fields.js';
export { KafkaSecurity, kafkaSecurityOf } from './kafka-security.js';
export * from './local-issuer.js';
export * from './migrations.js';
export * from './paging.js';
export { runProgram } from './program.js';
export { describeApi } from './openapi.js';
export { Pseudonyms } from './pseudonyms.js';
export * from './roles.js';
export type { KafkaAccess } from './access.js';
export { publicState, type PublicState } from './states.js';
export type { ServiceStatus } from './status.js';
export * from './routes.js';
export { poolOf } from './pool.js';
export { createService, type ServiceApp } from './service.js';
export type { ServiceDefinition } from './service-definition.js';
export { ServiceMetrics } from './service-metrics.js';
export { together } from './together.js';
export { IDEMPOTENCY_KEPT_DAYS } from './idempotency-expiry.js';
