import 'reflect-metadata';
import { runProgram } from '@polyphony/service-kit';
import { environment } from './config.js';
import { partnerRegistry } from './service.js';

await runProgram(partnerRegistry, environment(), process.argv.slice(2));
