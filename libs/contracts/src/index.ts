export * from './catalogue.js';
export * from './event.js';
export * from './partner-registry.events.js';
