// `npm run release-schemas`: records the schemas and samples of today as those of the version in package.json.
import { readFileSync } from 'node:fs';
import { recordRelease } from '../libs/contracts/dist/generate-releases.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
try {
  console.log(`Recorded in ${recordRelease(version)}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
