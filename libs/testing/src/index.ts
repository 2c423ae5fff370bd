export * from './config.js';
export * from './eventually.js';
export * from './http-client.js';
export * from './short-id.js';
export * from './test-database.js';
export * from './test-issuer.js';
export * from './test-topics.js';
export * from './test-service.js';
