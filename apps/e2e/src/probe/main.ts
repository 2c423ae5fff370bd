import 'reflect-metadata';
import { runProgram } from '@polyphony/service-kit';
import { environment } from '../config.js';
import { probe } from './service.js';

await runProgram(probe, environment(), process.argv.slice(2));
