export * from './assembly-scheduling.events.js';
export * from './catalogue.js';
export * from './event.js';
export * from './methodology.events.js';
export * from './partner-registry.events.js';
export * from './results-aggregation.events.js';
