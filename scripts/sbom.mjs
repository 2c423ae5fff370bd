// `npm run sbom`: every package of package-lock.json with its version, hash and licence, in CycloneDX, into sbom.cdx.json.
// Packages for development are in it, marked as such: `npm sbom --omit=dev` forgets those that programs need too.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const args = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx'];
const text = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
writeFileSync(join(ROOT, 'sbom.cdx.json'), text);
console.log(`sbom.cdx.json: ${JSON.parse(text).components.length} packages`);
