// Lints texts as if they stood in the files named: reads `[{ file, text }]` from standard input and
// prints, in the same order, the names of the rules that refuse each. The texts need not compile.
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const ROOT = join(import.meta.dirname, '..');
// Without a graph of the projects, the rule about the arrows between them is silently skipped.
await createProjectGraphAsync();
const eslint = new ESLint({ cwd: ROOT, overrideConfig: tseslint.configs.disableTypeChecked });
const refusals = [];
for (const planted of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(planted.text, { filePath: join(ROOT, planted.file) });
  refusals.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
}
console.log(JSON.stringify(refusals));
