import { writeFileSync } from 'node:fs';
import { asyncApi, ASYNCAPI_FILE } from './asyncapi.js';

writeFileSync(ASYNCAPI_FILE, await asyncApi());
