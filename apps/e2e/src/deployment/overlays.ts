import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

export const K8S = resolve(import.meta.dirname, '../../../../k8s');
export const OVERLAYS = ['dev', 'prod'] as const;
export type Overlay = (typeof OVERLAYS)[number];

/** Where the overlay stands as one file, as kustomize made it. */
export function renderedFile(overlay: Overlay): string {
  return join(K8S, 'rendered', `${overlay}.yaml`);
}

/** An overlay as kustomize makes it, by whichever tool is here; undefined where there is none. @throws Error with its complaint */
export function render(overlay: Overlay): string | undefined {
  const folder = join(K8S, 'overlays', overlay);
  for (const [tool, args] of [
    ['kustomize', ['build', folder]],
    ['kubectl', ['kustomize', folder]],
  ] as const) {
    const { error, status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
    if (error) continue;
    if (status !== 0) throw new Error(`${tool} ${args.join(' ')}: ${stderr}`);
    return stdout;
  }
  return undefined;
}

/** Changes with every source of the overlays, so that a stale rendering is noticed where kustomize is not at hand. */
export function digestOfSources(): string {
  const digest = createHash('sha256');
  for (const path of sources())
    digest
      .update(`${path}\n`)
      .update(readFileSync(join(K8S, path)))
      .update('\n');
  return digest.digest('hex');
}

function sources(): string[] {
  return readdirSync(K8S, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(yaml|sql|json)$/.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(K8S.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((path) => !path.startsWith('rendered/'))
    .sort();
}
