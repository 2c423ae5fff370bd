import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '@polyphony/contracts';
import { ServiceMetrics } from '@polyphony/service-kit';
import { metricsIn } from './queries.js';
import {
  PROMETHEUS_RULE_FILE,
  prometheusRule,
  readAlerts,
  readAlertTests,
  readDashboards,
  readRunbook,
  ROOT,
} from './sources.js';

/** What the scraper says of each of its targets. */
const OF_PROMETHEUS = ['up'];
const metrics = new ServiceMetrics();
const known = new Set([...metrics.seriesNames(), ...OF_PROMETHEUS]);
const unknownIn = (query: string) => metricsIn(query).filter((name) => !known.has(name));

const alerts = readAlerts();
const dashboards = readDashboards();
const queries = dashboards.flatMap(({ panels }) =>
  panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
);

describe('A query', () => {
  it.each([
    ['rate(polyphony_outbox_waitng[5m])', ['polyphony_outbox_waitng']],
    [
      'max(polyphony_outbox_waiting) / sum(polyphony_http_request_duration_seconds)',
      ['polyphony_http_request_duration_seconds'],
    ],
    [
      'polyphony_parked_events unless on (consumer) nodejs_eventloop_lag_p98_seconds',
      ['nodejs_eventloop_lag_p98_seconds'],
    ],
    ['histogram_quantile(0.9, sum by (le) (rate(polyphony_projection_delay_seconds_bucket[$__rate_interval])))', []],
  ])('that names what does not exist is noticed: %s', (query, unknown) => {
    expect(unknownIn(query)).toEqual(unknown);
  });

  it.each(['sum(polyphony_outbox_waiting', '{job="polyphony"}'])(
    'that is none, or names nothing, is refused: %s',
    (query) => {
      expect(() => unknownIn(query)).toThrow();
    },
  );
});

describe('Dashboards and alerts', () => {
  it.each(alerts.map(({ alert, expr }) => [alert, expr]))('%s asks for metrics that exist', (_, expr) => {
    expect(metricsIn(expr)).not.toEqual([]);
    expect(unknownIn(expr)).toEqual([]);
  });

  it.each(dashboards.map(({ title, panels }) => [title, panels] as const))(
    '%s shows metrics that exist',
    (_, panels) => {
      const shown = panels.flatMap(({ targets = [] }) => targets);
      expect(shown.length).toBeGreaterThan(0);
      expect(shown.flatMap(({ expr }) => unknownIn(expr))).toEqual([]);
    },
  );

  it('count no probe among the answers', () => {
    const selectors = [...queries, ...alerts.map(({ expr }) => expr)].flatMap(
      (query) => query.match(/polyphony_http_request_duration_seconds_\w+(\{[^}]*\})?/g) ?? [],
    );
    expect(selectors).not.toEqual([]);
    expect(selectors.filter((selector) => !selector.includes('route!~"/health/.*"'))).toEqual([]);
  });

  it('leave no metric of ours unseen', () => {
    const asked = new Set([...queries, ...alerts.map(({ expr }) => expr)].flatMap(metricsIn));
    const ours = metrics.registry.getMetricsAsArray().filter(({ name }) => name.startsWith('polyphony_'));
    const seen = ({ name }: { name: string }) =>
      [name, `${name}_bucket`, `${name}_count`].some((one) => asked.has(one));
    expect(ours.filter((metric) => !seen(metric)).map(({ name }) => name)).toEqual([]);
  });

  it('name on a panel no alert that does not exist', () => {
    const named = dashboards
      .flatMap(({ panels }) => panels.map(({ description }) => description ?? ''))
      .filter((description) => description.startsWith('Polyphony'));
    expect(named).not.toEqual([]);
    for (const alert of named) expect(alerts.map((one) => one.alert)).toContain(alert);
  });

  it('have numbers and names of their own', () => {
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
    for (const { panels } of dashboards) expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  });
});

describe('An alert', () => {
  const runbook = readRunbook();
  const tests = readAlertTests().flatMap((test) => test.alert_rule_test);

  it.each(alerts)(
    '$alert has an entry in the runbook: what it means, where to look first, the remedy with a command',
    (alert) => {
      expect(alert.annotations.runbook_url).toBe(`docs/runbook.md#${alert.alert.toLowerCase()}`);
      const entry = runbook.get(alert.alert);
      expect(entry).toBeDefined();
      for (const part of ['**Means.** ', '**First look.** ', '**Remedy.** ']) expect(entry).toContain(part);
      expect(entry!.slice(entry!.indexOf('**Remedy.**'))).toMatch(/`[a-z][^`]* [^`]*`|```sh/);
    },
  );

  it('names no command without saying what does its work on Kubernetes', () => {
    const text = readFileSync(join(ROOT, 'docs/runbook.md'), 'utf8');
    const used = [...text.matchAll(/`npx polyphony ([a-z]+)/g)].map(([, verb]) => verb!);
    const said = [...text.matchAll(/^\| (`[^|]*) \| .*kubectl/gm)].flatMap(([, verbs]) => verbs!.match(/`[a-z]+/g)!);
    expect(used).not.toEqual([]);
    expect([...new Set(used)].filter((verb) => !said.includes(`\`${verb}`))).toEqual([]);
  });

  it('is the only thing that has an entry there', () => {
    expect([...runbook.keys()].sort()).toEqual(alerts.map(({ alert }) => alert).sort());
  });

  it.each(alerts)('$alert is tested: when it fires, and when it does not', ({ alert }) => {
    const outcomes = tests
      .filter(({ alertname }) => alertname === alert)
      .map(({ exp_alerts }) => exp_alerts.length > 0);
    expect(outcomes).toContain(true);
    expect(outcomes).toContain(false);
  });

  it('misses every service that is not there', () => {
    const { expr } = alerts.find(({ alert }) => alert === 'PolyphonyServiceAbsent')!;
    for (const service of SERVICES) expect(expr).toContain(`absent(polyphony_database_up{service="${service}"})`);
  });

  it('says how urgent it is', () => {
    for (const { labels } of alerts) expect(['critical', 'warning']).toContain(labels.severity);
  });

  it('is the same for the operator of Kubernetes (else: npm run generate)', () => {
    expect(readFileSync(PROMETHEUS_RULE_FILE, 'utf8')).toBe(prometheusRule());
  });
});
