import 'reflect-metadata';
import { runProgram } from '@polyphony/service-kit';
import { environment } from './config.js';
import { assemblyScheduling } from './service.js';

await runProgram(assemblyScheduling, environment(), process.argv.slice(2));
