import 'reflect-metadata';
import { runProgram } from '@polyphony/service-kit';
import { environment } from './config.js';
import { resultsAggregation } from './service.js';

await runProgram(resultsAggregation, environment(), process.argv.slice(2));
