export * from './answers.js';
export * from './clients.js';
