import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '@polyphony/contracts';
import { ownerOf, schemaOf } from '@polyphony/engines';
import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.js';
import type { ConfigMap, PodSecurityContext, SecurityContext } from 'kubernetes-types/core/v1.js';
import type { NetworkPolicy, NetworkPolicyPeer } from 'kubernetes-types/networking/v1.js';
import { parse } from 'yaml';
import { Manifests, parseManifests, type Workload } from './manifests.js';
import { K8S, OVERLAYS } from './overlays.js';

interface Listener {
  name: string;
  port: number;
  tls: boolean;
  authentication?: { type: string };
  networkPolicyPeers?: NetworkPolicyPeer[];
}
interface Kafka {
  spec: {
    kafka: { listeners: Listener[]; authorization: { type: string; superUsers?: string[] } };
    entityOperator: { template: Template };
  };
}
interface Template {
  pod: { securityContext: PodSecurityContext };
  [container: string]: { securityContext: SecurityContext };
}
interface Cluster {
  spec: {
    bootstrap: {
      initdb: { database: string; postInitApplicationSQLRefs: { configMapRefs: { name: string; key: string }[] } };
    };
    managed: { roles: { name: string; login: boolean; passwordSecret: { name: string } }[] };
    postgresql: { parameters: Record<string, string>; pg_hba: string[] };
    backup?: object;
  };
}

const SPARE = 20; // for the operator, a backup, and somebody who looks
const RELAY = 1; // it listens on a connection of its own

describe.each(OVERLAYS)('In the %s overlay', (overlay) => {
  const manifests = Manifests.of(overlay);
  const workloads = manifests.workloads();
  const [kafka] = manifests.ofKind<Kafka>('Kafka');
  const [postgres] = manifests.ofKind<Cluster>('Cluster');
  const policies = manifests.ofKind<NetworkPolicy>('NetworkPolicy');
  const selects = (selector: NetworkPolicyPeer['podSelector'], labels: Record<string, string>): boolean =>
    Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value) &&
    (selector?.matchExpressions ?? []).every(({ key, values }) => values!.includes(labels[key]!));
  /** Where a workload may connect to, as `<value of the selected label>:<port>`. */
  const reached = ({ labels }: Workload): string[] => {
    const rules = policies
      .filter(({ spec }) => selects(spec!.podSelector, labels))
      .flatMap(({ spec }) => spec!.egress ?? []);
    const places = rules.flatMap(({ to, ports }) =>
      (to ?? [{}]).flatMap(({ podSelector, namespaceSelector }) =>
        Object.values((podSelector ?? namespaceSelector)?.matchLabels ?? { to: 'anywhere' }).flatMap((label) =>
          (ports ?? [{ port: 'any' }]).map(({ port }) => `${label}:${port}`),
        ),
      ),
    );
    return [...new Set(places)].sort();
  };

  it('nobody talks to anybody unless a policy names it', () => {
    expect(policies.find(({ metadata }) => metadata.name === 'default-deny')!.spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  it.each(workloads)(
    '$name reaches no more than it needs: names, its database, Kafka, the collector of traces, the issuer of tokens',
    (workload) => {
      const all = ['kube-dns:53', 'polyphony-postgres:5432'];
      const long = ['allowed:4318', 'polyphony:9093'];
      const more: Record<string, string[]> = { http: ['anywhere:443', ...long], worker: long };
      expect(reached(workload)).toEqual([...all, ...(more[workload.component] ?? [])].sort());
    },
  );

  it.each(workloads)('$name looks for Kafka where it is, and is let in', (workload) => {
    const [host, port] = manifests.environmentOf(workload)['KAFKA_BROKERS']!.split(':');
    expect(host).toBe(`${kafka!.metadata.name}-kafka-bootstrap`);
    const listener = kafka!.spec.kafka.listeners.find((one) => one.port === Number(port))!;
    const letIn = listener.networkPolicyPeers!.some(
      ({ podSelector }) => podSelector !== undefined && selects(podSelector, workload.labels),
    );
    expect(letIn).toBe(workload.component !== 'migrate');
  });

  it('only a gateway reaches HTTP, only monitoring the management port, and no listener of Kafka is open to all', () => {
    const intoHttp = policies.filter(({ spec }) =>
      workloads.some(({ labels }) => spec!.ingress && selects(spec!.podSelector, labels)),
    );
    const entrances = intoHttp.flatMap(({ metadata, spec }) =>
      spec!.ingress!.flatMap(({ from, ports }) => {
        expect(from!.map(({ namespaceSelector }) => Object.values(namespaceSelector!.matchLabels!))).toEqual([
          ['allowed'],
        ]);
        return ports!.map(({ port }) => `${metadata.name}: ${port}`);
      }),
    );
    expect(entrances).toEqual(['gateway-to-http: http', 'monitoring-to-services: management']);
    for (const { networkPolicyPeers } of kafka!.spec.kafka.listeners) expect(networkPolicyPeers).not.toHaveLength(0);
  });

  it('nobody is believed for whom he asks only because his address is private, as those of callers in the cluster are', () => {
    const trusted = workloads.map((workload) => manifests.environmentOf(workload)['TRUSTED_PROXIES'] ?? '');
    expect(trusted.filter((proxies) => /linklocal|uniquelocal/.test(proxies))).toEqual([]);
  });

  it('nobody comes to Kafka or PostgreSQL without TLS, nor to Kafka without a password whose rights bind', () => {
    const { listeners, authorization } = kafka!.spec.kafka;
    for (const { tls, authentication } of listeners)
      expect({ tls, authentication }).toEqual({ tls: true, authentication: { type: 'scram-sha-512' } });
    expect(authorization).toEqual({ type: 'simple' });
    expect(postgres!.spec.postgresql.pg_hba).toEqual(['hostnossl all all all reject']);
  });

  it('every service has its two roles, with the passwords that its pods are given', () => {
    expect(postgres!.spec.managed.roles).toEqual(
      SERVICES.flatMap((service) => [
        { name: schemaOf(service), login: true, passwordSecret: { name: `${service}-runtime` } },
        { name: ownerOf(service), login: true, passwordSecret: { name: `${service}-owner` } },
      ]),
    );
  });

  it('the database is born with the schemas of the services', () => {
    const { database, postInitApplicationSQLRefs } = postgres!.spec.bootstrap.initdb;
    const [script] = postInitApplicationSQLRefs.configMapRefs;
    const sql = manifests.one<ConfigMap>('ConfigMap', script!.name).data![script!.key];
    expect(sql).toContain(`GRANT CONNECT ON DATABASE "${database}"`);
    for (const service of SERVICES) expect(sql).toContain(`CREATE SCHEMA IF NOT EXISTS "${schemaOf(service)}"`);
  });

  it('PostgreSQL has connections for as many pods as there can be, during a release too', () => {
    const connections = workloads.map((workload) => {
      if (workload.component === 'migrate') return 1;
      const pool = Number(manifests.environmentOf(workload)['DATABASE_POOL']);
      const name = `${workload.service}-${workload.component}`;
      const { replicas, strategy } = manifests.one<Deployment>('Deployment', name).spec!;
      const scaling = manifests
        .ofKind<HorizontalPodAutoscaler>('HorizontalPodAutoscaler')
        .find(({ metadata }) => metadata.name === name);
      const pods = (replicas ?? scaling!.spec!.maxReplicas) + Number(strategy!.rollingUpdate!.maxSurge);
      return pods * (pool + (workload.component === 'worker' ? RELAY : 0));
    });
    const needed = connections.reduce((sum, count) => sum + count, SPARE);
    expect(Number(postgres!.spec.postgresql.parameters['max_connections'])).toBeGreaterThanOrEqual(needed);
  });

  it('the pods that Strimzi makes are restricted too', () => {
    const pools = manifests.ofKind<{ spec: { template: Template } }>('KafkaNodePool').map(({ spec }) => spec.template);
    for (const { pod, ...others } of [...pools, kafka!.spec.entityOperator.template]) {
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      const containers = Object.entries(others).filter(([name]) => name.endsWith('Container'));
      expect(containers).not.toHaveLength(0);
      for (const [, { securityContext }] of containers)
        expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
    }
  });

  it('what must survive is backed up', () => {
    expect(postgres!.spec.backup !== undefined).toBe(overlay === 'prod');
  });
});

describe('The nightly base, without which the archive of the prod overlay restores nothing', () => {
  const folder = 'overlays/prod/backup';
  const read = (file: string): string => readFileSync(join(K8S, file), 'utf8');

  it('is one of its database', () => {
    const { metadata } = Manifests.of('prod').ofKind<Cluster>('Cluster')[0]!;
    const { namespace, resources } = parse(read(`${folder}/kustomization.yaml`)) as Record<string, unknown>;
    const bases = (resources as string[]).flatMap((file) => parseManifests(read(`${folder}/${file}`)));
    expect(namespace).toBe(metadata.namespace);
    expect(bases).toEqual([
      expect.objectContaining({
        kind: 'ScheduledBackup',
        spec: expect.objectContaining({ cluster: { name: metadata.name } }),
      }),
    ]);
  });

  it('is installed with it', () => {
    expect(read('README.md')).toMatch(
      /kubectl apply --server-side -k k8s\/overlays\/prod\nkubectl apply --server-side -k k8s\/overlays\/prod\/backup /,
    );
  });
});
