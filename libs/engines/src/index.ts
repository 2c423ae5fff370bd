export * from './embedded-kafka.js';
export * from './embedded-postgres.js';
export * from './running.js';
