import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '@polyphony/contracts';
import { parse } from 'yaml';
import { ROOT } from '../monitoring/sources.js';
import { all, type Deployment, type Rule } from './compose.js';

const PROFILE = 'observability';
/** By which the alerts know whom they are about. */
const JOB = 'polyphony';

interface Prometheus {
  rule_files: string[];
  scrape_configs: {
    job_name: string;
    static_configs: { targets: string[]; labels: Record<string, string> }[];
  }[];
}

/** What of compose must fit together so that metrics and traces arrive. */
export const OBSERVABILITY_RULES: Rule[] = [
  everyServiceIsScraped,
  tracesArrive,
  whatIsMountedExists,
  onlyThisMachineLooks,
];

function everyServiceIsScraped({ services, configs }: Deployment): string[] {
  const { rule_files, scrape_configs } = parse(configs['prometheus']?.content ?? '{}') as Partial<Prometheus>;
  const job = scrape_configs?.find(({ job_name }) => job_name === JOB);
  const scraped = SERVICES.filter((name) => {
    const target = `${name}:${services[name]?.environment?.['MANAGEMENT_PORT']}`;
    return !job?.static_configs.some((it) => it.targets.includes(target) && it.labels['service'] === name);
  });
  const alerts = services['prometheus']?.volumes?.some((it) => it.endsWith(`/etc/prometheus/${rule_files?.[0]}:ro`));
  return [
    ...scraped.map((name) => `${name}: is not scraped at its MANAGEMENT_PORT as ${name} of the job ${JOB}`),
    ...(alerts ? [] : ['prometheus: the alerts are not where it looks for them']),
  ];
}

function tracesArrive({ services, text }: Deployment): string[] {
  const endpoint = /^# OTEL_EXPORTER_OTLP_ENDPOINT=http:\/\/([\w-]+):4318 .*--profile observability/m.exec(text)?.[1];
  const told = SERVICES.filter((name) => !('OTEL_EXPORTER_OTLP_ENDPOINT' in (services[name]?.environment ?? {})));
  return [
    ...told.map((name) => `${name}: cannot be told where traces go`),
    ...(endpoint && services[endpoint]?.profiles?.includes(PROFILE) ? [] : ['jaeger: is not where traces are sent']),
  ];
}

function whatIsMountedExists({ services, configs }: Deployment): string[] {
  return all(services).flatMap(([name, { volumes = [], configs: used = [] }]) => {
    const sources = volumes.map((it) => it.split(':')[0]!).filter((source) => source.startsWith('.'));
    return [
      ...sources.filter((source) => !existsSync(join(ROOT, source))).map((source) => `${name}: there is no ${source}`),
      ...used.filter(({ source }) => !configs[source]).map(({ source }) => `${name}: there is no config ${source}`),
    ];
  });
}

/** Nobody has to run them, and nobody else reaches them. */
function onlyThisMachineLooks({ services }: Deployment): string[] {
  return all(services)
    .filter(([name]) => ['jaeger', 'prometheus', 'grafana'].includes(name))
    .flatMap(([name, { ports = [], profiles = [], image = '' }]) => [
      ...(ports.length > 0 && ports.every((port) => port.startsWith('127.0.0.1:'))
        ? []
        : [`${name}: is open to the network`]),
      ...(profiles.join() === PROFILE ? [] : [`${name}: starts without the profile ${PROFILE}`]),
      ...(/:v?\d+\.\d+\.\d+$/.test(image) ? [] : [`${name}: is of no version`]),
    ]);
}
