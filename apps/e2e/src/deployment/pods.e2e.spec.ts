import { SERVICES } from '@polyphony/contracts';
import { parseConfig, ServiceConfig } from '@polyphony/service-kit';
import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.js';
import type { ConfigMap, Namespace, Probe, Service, ServiceAccount } from 'kubernetes-types/core/v1.js';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js';
import { Manifests } from './manifests.js';
import { OVERLAYS } from './overlays.js';
import { variablesOf } from './variables.js';

/** What may stand in a secret that is named like this one. */
const held = (secret: string): string =>
  secret.endsWith('/uri') ? 'postgresql://role:password@polyphony-postgres-rw:5432/polyphony' : 'x'.repeat(64);

describe.each(OVERLAYS)('In the %s overlay', (overlay) => {
  const manifests = Manifests.of(overlay);
  const workloads = manifests.workloads();
  const long = workloads.filter(({ component }) => component !== 'migrate');
  const { known, required } = variablesOf(ServiceConfig);

  it('each service has what answers, what works in the background, and what migrates', () => {
    expect(workloads.map(({ service, component }) => `${service} ${component}`).sort()).toEqual(
      SERVICES.flatMap((service) => ['http', 'migrate', 'worker'].map((component) => `${service} ${component}`)).sort(),
    );
  });

  it('the namespace refuses pods that are not restricted, and warns of what would make them', () => {
    expect(manifests.ofKind<Namespace>('Namespace').map(({ metadata }) => metadata.labels)).toEqual([
      {
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/warn': 'restricted',
      },
    ]);
  });

  it('no secret stands in a manifest', () => {
    expect(manifests.ofKind('Secret')).toEqual([]);
    for (const { data } of manifests.ofKind<ConfigMap>('ConfigMap'))
      for (const [name, value] of Object.entries(data ?? {})) {
        expect(name).not.toMatch(/PASSWORD|SECRET|TOKEN|_KEY$|DATABASE_URL/);
        expect(value).not.toMatch(/:\/\/[^/\s]*@|PASSWORD '/);
      }
  });

  describe.each(workloads)('$name', (workload) => {
    const { pod, container, service, component } = workload;
    const environment = manifests.environmentOf(workload);

    it('is told nothing that its program does not read', () => {
      expect(Object.keys(environment).filter((variable) => !known.includes(variable))).toEqual([]);
    });

    it('is told everything without which it does not start, in words that its program takes', () => {
      expect(required.filter((variable) => !(variable in environment))).toEqual([]);
      const given = Object.entries(environment).map(([variable, value]) => [
        variable,
        value.startsWith('secret ') ? held(value) : value,
      ]);
      expect(() => parseConfig(ServiceConfig, Object.fromEntries(given) as NodeJS.ProcessEnv)).not.toThrow();
    });

    it('gets the credentials of its own service, and those of the owner only to migrate', () => {
      const secrets = Object.entries(environment).filter(([, value]) => value.startsWith('secret '));
      expect(Object.fromEntries(secrets)).toEqual({
        DATABASE_URL: `secret ${service}-runtime/uri`,
        PSEUDONYM_KEY: 'secret pseudonym/key',
        ...(component === 'migrate'
          ? { DATABASE_OWNER_URL: `secret ${service}-owner/uri` }
          : { KAFKA_SASL_PASSWORD: `secret ${service}/password` }),
      });
      expect(environment['KAFKA_SASL_USERNAME']).toBe(component === 'migrate' ? undefined : service);
    });

    it('is given the authorities of its engines to trust, without their keys', () => {
      const [volume] = pod.volumes!;
      const given = volume!.projected!.sources!.flatMap(({ secret }) =>
        secret!.items!.map(({ key, path }) => [path, `${secret!.name}/${key}`]),
      );
      expect(Object.fromEntries(given)).toEqual({
        'postgres.crt': 'polyphony-postgres-ca/ca.crt',
        ...(component === 'migrate' ? {} : { 'kafka.crt': 'polyphony-cluster-ca-cert/ca.crt' }),
      });
      const [mount] = container.volumeMounts!;
      expect(mount).toMatchObject({ name: volume!.name, readOnly: true });
      expect(environment['KAFKA_TLS_CA']).toBe(`${mount!.mountPath}/kafka.crt`);
    });

    it('cannot gain rights, write to its own disk, or speak to the Kubernetes API', () => {
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(pod.securityContext!.runAsUser).toBeGreaterThan(0);
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(pod.containers).toHaveLength(1);
      expect(pod.automountServiceAccountToken).toBe(false);
      const account = manifests.one<ServiceAccount>('ServiceAccount', pod.serviceAccountName!);
      expect(account.automountServiceAccountToken).toBe(false);
    });

    it('asks for what it needs and is held to a limit', () => {
      for (const resource of ['cpu', 'memory']) {
        expect(container.resources!.requests).toHaveProperty(resource);
        expect(container.resources!.limits).toHaveProperty(resource);
      }
    });

    it('runs the image of this service and this release', () => {
      const tags = workloads.map((other) => other.container.image!.split(':')[1]);
      expect(container.image).toBe(`polyphony/${service}:${tags[0]}`);
      if (component === 'migrate')
        expect(workload.name).toBe(`Job/${service}-migrate--${tags[0]!.replaceAll('.', '-')}`);
    });
  });

  describe.each(long)('$name', (workload) => {
    const { pod, container, component, service } = workload;
    const environment = manifests.environmentOf(workload);

    it('does the part that its name says', () => {
      expect(environment['ROLES']).toBe({ http: 'http', worker: 'relay,consumers' }[component]);
    });

    it('is asked for its health where it listens', () => {
      const port = container.ports!.find(({ name }) => name === 'http')!.containerPort;
      expect(environment).toMatchObject({ PORT: String(port), HOST: '0.0.0.0' });
      const asked = (probe?: Probe) => [probe?.httpGet?.path, probe?.httpGet?.port];
      expect(asked(container.startupProbe)).toEqual(['/health/live', 'http']);
      expect(asked(container.readinessProbe)).toEqual(['/health/ready', 'http']);
      expect(asked(container.livenessProbe)).toEqual(['/health/live', 'http']);
    });

    it('may take as long to stop as it gives itself', () => {
      const { SHUTDOWN_GRACE_MS: grace, SHUTDOWN_DEADLINE_MS: deadline } = environment;
      expect(Number(grace)).toBeGreaterThan(0);
      expect(pod.terminationGracePeriodSeconds! * 1_000).toBeGreaterThan(Number(grace) + Number(deadline));
    });

    it('is spread over nodes and zones, and loses one pod at a time', () => {
      const mine = { 'app.kubernetes.io/name': service, 'app.kubernetes.io/component': component };
      const spread = pod.topologySpreadConstraints!;
      expect(spread.map(({ topologyKey }) => topologyKey)).toEqual([
        'kubernetes.io/hostname',
        'topology.kubernetes.io/zone',
      ]);
      for (const { labelSelector } of spread) expect(labelSelector!.matchLabels).toEqual(mine);
      const budget = manifests.one<PodDisruptionBudget>('PodDisruptionBudget', `${service}-${component}`);
      expect(budget.spec).toMatchObject({ maxUnavailable: 1, selector: { matchLabels: mine } });
    });
  });

  it.each(SERVICES)('%s is reached, and scales by CPU, where it answers HTTP', (service) => {
    const [http] = long.filter((workload) => workload.service === service && workload.component === 'http');
    const address = manifests.one<Service>('Service', `${service}-http`).spec!;
    expect(http!.labels).toMatchObject(address.selector!);
    expect(address.ports!.map(({ targetPort }) => targetPort)).toEqual(['http']);
    const { spec } = manifests.one<HorizontalPodAutoscaler>('HorizontalPodAutoscaler', `${service}-http`);
    expect(spec!.scaleTargetRef).toMatchObject({ kind: 'Deployment', name: `${service}-http` });
    expect(spec!.metrics!.map(({ resource }) => resource!.name)).toEqual(['cpu']);
    expect(manifests.one<Deployment>('Deployment', `${service}-http`).spec!.replicas).toBeUndefined();
  });
});
