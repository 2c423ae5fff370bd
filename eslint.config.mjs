import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { IMPORT_RULES, importRules } from './scripts/import-rules.mjs';

/** Which libraries a project may import; no app imports another, because none is named here. */
const ARROWS = [
  { sourceTag: 'scope:contracts', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'scope:client', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'scope:messaging', onlyDependOnLibsWithTags: ['scope:contracts'] },
  { sourceTag: 'scope:service-kit', onlyDependOnLibsWithTags: ['scope:contracts', 'scope:messaging'] },
  { sourceTag: 'scope:engines', onlyDependOnLibsWithTags: ['scope:contracts', 'scope:messaging'] },
  { sourceTag: 'scope:testing', onlyDependOnLibsWithTags: ['type:lib'] },
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib'] },
];

const NO_DEFAULT_EXPORT = { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true };

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.nx/', '.polyphony/'] },
  { linterOptions: { noInlineConfig: true } },
  { files: ['**/*.mjs'], extends: [tseslint.configs.recommended] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { '@nx': nx, imports: importRules },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { allow: [], depConstraints: ARROWS }],
      ...Object.fromEntries(Object.keys(IMPORT_RULES).map((name) => [`imports/${name}`, 'error'])),
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-exports': ['error', { restrictDefaultExports: NO_DEFAULT_EXPORT }],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/config.ts'],
    rules: {
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Read it in config.ts.' }],
    },
  },
  // Jest's asymmetric matchers (expect.any) are typed any.
  { files: ['**/*.spec.ts'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off' } },
);
