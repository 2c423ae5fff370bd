import 'reflect-metadata';
import { runProgram } from '@polyphony/service-kit';
import { environment } from './config.js';
import { methodology } from './service.js';

await runProgram(methodology, environment(), process.argv.slice(2));
