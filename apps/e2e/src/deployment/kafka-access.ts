import type { KafkaAccess } from '@polyphony/service-kit';
import type { Manifest, Manifests } from './manifests.js';

interface Acl {
  resource: { type: string; name: string; patternType?: string };
  operations: string[];
}

export interface KafkaUser {
  metadata: Manifest['metadata'];
  spec: { authentication: { type: string }; authorization: { type: string; acls: Acl[] } };
}

/** What a user may do, as `Read topic a.b`, in order. */
export function rightsOf({ spec }: KafkaUser): string[] {
  return spec.authorization.acls
    .flatMap(({ resource: { type, name, patternType }, operations }) =>
      operations.map((operation) => `${operation} ${type} ${name}${patternType === 'prefix' ? '*' : ''}`),
    )
    .sort();
}

/** What a service needs, in the same words: nothing less works, and anything more is too much. */
export function rightsNeeded({ writes, reads }: KafkaAccess): string[] {
  const read = new Set(reads.flatMap(({ topics }) => topics));
  return [
    ...writes.map((topic) => `Write topic ${topic}`),
    ...reads.map(({ group }) => `Read group ${group}`),
    ...[...read].map((topic) => `Read topic ${topic}`),
    ...[...writes, ...read].map((topic) => `Describe topic ${topic}`),
  ].sort();
}

/** What is wrong with the rights of a service's user; empty when they are exactly what it needs. */
export function problemsWithRights(manifests: Manifests, access: KafkaAccess): string[] {
  const has = rightsOf(manifests.one<KafkaUser>('KafkaUser', access.service));
  const needs = rightsNeeded(access);
  return [
    ...needs.filter((right) => !has.includes(right)).map((right) => `${access.service} may not: ${right}`),
    ...has.filter((right) => !needs.includes(right)).map((right) => `${access.service} need not: ${right}`),
  ];
}
