import { readFileSync } from 'node:fs';
import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { Job } from 'kubernetes-types/batch/v1.js';
import type { ConfigMap, Container, PodSpec } from 'kubernetes-types/core/v1.js';
import { parseAllDocuments } from 'yaml';
import { renderedFile, type Overlay } from './overlays.js';

/** A resource as it is handed to the cluster. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  [field: string]: unknown;
}

export function nameOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}

/** @throws Error for what is no YAML */
export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS() as Manifest;
  });
}

/** All resources of an overlay. */
export class Manifests {
  constructor(readonly all: readonly Manifest[]) {}

  static of(overlay: Overlay): Manifests {
    return new Manifests(parseManifests(readFileSync(renderedFile(overlay), 'utf8')));
  }

  ofKind<T>(kind: string): (T & { metadata: Manifest['metadata'] })[] {
    return this.all.filter((manifest) => manifest.kind === kind) as unknown as (T & {
      metadata: Manifest['metadata'];
    })[];
  }

  /** @throws Error when there is none */
  one<T>(kind: string, name: string): T & { metadata: Manifest['metadata'] } {
    const found = this.ofKind<T>(kind).find(({ metadata }) => metadata.name === name);
    if (!found) throw new Error(`There is no ${kind}/${name}`);
    return found;
  }

  /** What runs a service's image. */
  workloads(): Workload[] {
    return [...this.ofKind<Deployment>('Deployment'), ...this.ofKind<Job>('Job')].map(({ kind, metadata, spec }) => {
      const template = spec!.template;
      const pod = template.spec!;
      const labels = template.metadata!.labels!;
      return {
        name: `${kind}/${metadata.name}`,
        service: labels['app.kubernetes.io/name']!,
        component: labels['app.kubernetes.io/component']!,
        labels,
        pod,
        container: pod.containers[0]!,
      };
    });
  }

  /** The environment of a workload's container; what comes from a secret is `secret <name>/<key>`. */
  environmentOf({ container }: Workload): Record<string, string> {
    const maps = (container.envFrom ?? []).map(
      (from) => this.one<ConfigMap>('ConfigMap', from.configMapRef!.name!).data,
    );
    const own = (container.env ?? []).map(({ name, value, valueFrom }) => {
      const secret = valueFrom?.secretKeyRef;
      return [name, secret ? `secret ${secret.name}/${secret.key}` : value!] as const;
    });
    return Object.assign({}, ...maps, Object.fromEntries(own)) as Record<string, string>;
  }
}

export interface Workload {
  name: string;
  service: string;
  /** http, worker or migrate */
  component: string;
  labels: Record<string, string>;
  pod: PodSpec;
  container: Container;
}
