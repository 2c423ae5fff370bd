import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';

export const ROOT = resolve(import.meta.dirname, '../../../..');
export const MONITORING = join(ROOT, 'k8s/components/monitoring');
export const ALERTS_FILE = join(MONITORING, 'alerts.yaml');
export const ALERT_TESTS_FILE = join(MONITORING, 'alerts.test.yaml');
export const PROMETHEUS_RULE_FILE = join(MONITORING, 'prometheus-rule.yaml');

export interface Alert {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; runbook_url: string };
}

export interface AlertTest {
  name: string;
  alert_rule_test: { alertname: string; exp_alerts: object[] }[];
}

export interface Dashboard {
  file: string;
  uid: string;
  title: string;
  panels: { id: number; title: string; description?: string; targets?: { expr: string }[] }[];
}

export function alertsOf(text: string): Alert[] {
  return (parse(text) as { groups: { rules: Alert[] }[] }).groups.flatMap(({ rules }) => rules);
}

export function readAlerts(): Alert[] {
  return alertsOf(readFileSync(ALERTS_FILE, 'utf8'));
}

export function readAlertTests(): AlertTest[] {
  return (parse(readFileSync(ALERT_TESTS_FILE, 'utf8')) as { tests: AlertTest[] }).tests;
}

export function readDashboards(): Dashboard[] {
  const folder = join(MONITORING, 'dashboards');
  return readdirSync(folder).map((file) => {
    const dashboard = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<Dashboard, 'file'>;
    return { ...dashboard, file };
  });
}

/** The headings of docs/runbook.md, one for each alert, with what stands below each. */
export function readRunbook(): Map<string, string> {
  const [, ...entries] = readFileSync(join(ROOT, 'docs/runbook.md'), 'utf8').split(/^## /m);
  return new Map(entries.map((entry) => [entry.split('\n', 1)[0]!, entry.slice(entry.indexOf('\n'))]));
}

/** The alerts as the operator takes them. */
export function prometheusRule(): string {
  const rule = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'polyphony' },
    spec: parse(readFileSync(ALERTS_FILE, 'utf8')) as object,
  };
  return `# alerts.yaml as the operator takes it, made by npm run generate.\n${stringify(rule, { lineWidth: 0 })}`;
}
