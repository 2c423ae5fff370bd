import ts from 'typescript';
import { join } from 'node:path';
import { nameOf, type Manifest } from './manifests.js';

/** What the Kubernetes API would not take, one sentence each. */
export interface FieldProblems {
  unknown: string[];
  /** Wrong types, and required fields that are missing. */
  wrong: string[];
}

/** What TypeScript says when a literal has a property that its type does not know. */
const EXCESS_PROPERTY = [2353, 2561];

/** The module with the types of an API group: the first word of its name; `v1` alone is the core. */
function moduleOf(apiVersion: string): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  return `kubernetes-types/${group!.split('.')[0]}/${version}.js`;
}

/** Whether Kubernetes itself defines this kind, rather than an operator. */
export function isBuiltIn({ apiVersion }: Manifest): boolean {
  const group = apiVersion.split('/').slice(0, -1).join('');
  return !group.includes('.') || group.endsWith('.k8s.io');
}

/** Checks resources by the compiler: each becomes a literal of the type that the Kubernetes API publishes for its kind. */
export function kubernetesProblems(manifests: readonly Manifest[]): FieldProblems {
  const literals = new Map(
    manifests.filter(isBuiltIn).map((manifest, index) => [
      join(import.meta.dirname, `manifest-${index}.ts`),
      {
        manifest,
        text: `import type { ${manifest.kind} } from '${moduleOf(manifest.apiVersion)}';
export const manifest: ${manifest.kind} = ${JSON.stringify(manifest, null, 1)};`,
      },
    ]),
  );
  const program = ts.createProgram([...literals.keys()], OPTIONS, hostOf(literals));
  const problems: FieldProblems = { unknown: [], wrong: [] };
  for (const [file, { manifest }] of literals) {
    const source = program.getSourceFile(file)!;
    for (const { code, start, messageText } of program.getSemanticDiagnostics(source)) {
      const line = source.text.slice(start).split('\n', 1)[0];
      const sentence = `${nameOf(manifest)} at ${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      (EXCESS_PROPERTY.includes(code) ? problems.unknown : problems.wrong).push(sentence);
    }
  }
  return problems;
}

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  types: [],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

function hostOf(literals: ReadonlyMap<string, { text: string }>): ts.CompilerHost {
  const disk = ts.createCompilerHost(OPTIONS);
  return {
    ...disk,
    fileExists: (file) => literals.has(file) || disk.fileExists(file),
    getSourceFile: (file, options) => {
      const text = literals.get(file)?.text;
      return text === undefined ? disk.getSourceFile(file, options) : ts.createSourceFile(file, text, options);
    },
  };
}
