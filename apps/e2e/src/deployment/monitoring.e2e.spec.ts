import type { ConfigMap } from 'kubernetes-types/core/v1.js';
import { readAlerts, readDashboards } from '../monitoring/sources.js';
import { Manifests } from './manifests.js';
import { OVERLAYS } from './overlays.js';

interface PodMonitor {
  metadata: { name: string };
  spec: {
    selector: { matchLabels: Record<string, string>; matchExpressions: { key: string; values: string[] }[] };
    podMetricsEndpoints: {
      port: string;
      path: string;
      relabelings: { sourceLabels: string[]; targetLabel: string }[];
    }[];
  };
}
interface PrometheusRule {
  spec: { groups: { rules: object[] }[] };
}

describe.each(OVERLAYS)('In the %s overlay', (overlay) => {
  const manifests = Manifests.of(overlay);
  const workloads = manifests.workloads();
  const long = workloads.filter(({ component }) => component !== 'migrate');
  const [monitor] = manifests.ofKind<PodMonitor>('PodMonitor');
  const [endpoint] = monitor!.spec.podMetricsEndpoints;

  it('everything that runs for long is scraped, and nothing else', () => {
    const { matchLabels, matchExpressions } = monitor!.spec.selector;
    const scraped = workloads.filter(
      ({ labels }) =>
        Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
        matchExpressions.every(({ key, values }) => values.includes(labels[key]!)),
    );
    expect(scraped.map(({ name }) => name)).toEqual(long.map(({ name }) => name));
  });

  it.each(long)('$name answers the scraper where it is asked', (workload) => {
    const port = workload.container.ports!.find(({ name }) => name === endpoint!.port)!.containerPort;
    expect(manifests.environmentOf(workload)['MANAGEMENT_PORT']).toBe(String(port));
    expect(endpoint!.path).toBe('/metrics');
  });

  it('time series say whose they are, and alerts find them by their job', () => {
    expect(endpoint!.relabelings).toEqual([
      { sourceLabels: ['__meta_kubernetes_pod_label_app_kubernetes_io_name'], targetLabel: 'service' },
    ]);
    // The operator calls the job <namespace>/<name of the monitor>.
    const jobs = readAlerts().flatMap(({ expr }) => [...expr.matchAll(/job=~"([^"]*)"/g)].map(([, job]) => job!));
    expect(jobs).not.toEqual([]);
    for (const job of jobs) expect(`polyphony-dev/${monitor!.metadata.name}`).toMatch(new RegExp(`^(?:${job})$`));
  });

  it('the alerts are those that are tested', () => {
    const [rule] = manifests.ofKind<PrometheusRule>('PrometheusRule');
    expect(rule!.spec.groups.flatMap(({ rules }) => rules)).toEqual(readAlerts());
  });

  it('Grafana finds every dashboard by its label', () => {
    const { metadata, data } = manifests.one<ConfigMap>('ConfigMap', 'dashboards');
    expect(metadata.labels).toMatchObject({ grafana_dashboard: '1' });
    const shown = Object.entries(data!).map(([file, text]) => ({ ...(JSON.parse(text) as object), file }));
    expect(shown).toEqual(readDashboards());
  });
});
