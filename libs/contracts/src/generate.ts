import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { documents, ROOT } from './generate-documents.js';

// Writes what is generated from the catalogue; what stood there before is removed.
rmSync(join(ROOT, 'libs/contracts/generated'), { recursive: true, force: true });
for (const [path, text] of documents()) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
}
