import { readFileSync } from 'node:fs';
import { faultsOf } from './compose-rules.js';
import { readDeployment } from './compose.js';

const read = (name: string) => readFileSync(new URL(`../../../../${name}`, import.meta.url), 'utf8');
const COMPOSE = read('docker-compose.yml');
const DOCKERFILE = read('Dockerfile');

/** Replaces the first match after `from`. @throws when there is none: a planted change must change something */
function planted(text: string, [from, what, instead]: [string, string, string]): string {
  const start = text.indexOf(from);
  const at = text.indexOf(what, start);
  if (start < 0 || at < 0) throw new Error(`Nothing to plant at "${from}" … "${what}"`);
  return text.slice(0, at) + instead + text.slice(at + what.length);
}

describe('docker-compose.yml and the Dockerfile', () => {
  it('agree with contracts, config and engines', () => {
    expect(faultsOf(readDeployment(COMPOSE, DOCKERFILE))).toEqual([]);
  });

  it.each(['docs/operations.md', 'docs/runbook.md', 'docs/restore.md'])(
    'are used by %s only through what waits for nobody',
    (page) => {
      const through = [...read(page).matchAll(/docker compose run (?:--\S+ )*([\w-]+)/g)].map(([, service]) => service);
      expect(new Set(through)).toEqual(new Set(['cli']));
    },
  );

  const SERVICE = 'x-service: ';
  const METHODOLOGY = '\n  methodology:';
  it.each<[string, [string, string, string], string]>([
    ['a service under another name', ['', METHODOLOGY, '\n  methods:'], 'methodology: no service of that name'],
    [
      "another service's program",
      [METHODOLOGY, 'APP: methodology', 'APP: partner-registry'],
      'methodology: no service of that name is built with that APP',
    ],
    [
      'a variable that no config knows',
      ['x-service-environment', 'KAFKA_BROKERS:', 'LOGLEVEL: log\n  KAFKA_BROKERS:'],
      'methodology: LOGLEVEL is no variable of ServiceConfig',
    ],
    [
      'a variable that is missing',
      ['x-service-environment', 'KAFKA_BROKERS: kafka:9092', 'LOG_LEVEL: log'],
      'KAFKA_BROKERS: ',
    ],
    ['a value that is wrong', [METHODOLOGY, 'PORT: 4102', 'PORT: http'], 'PORT: port must be an integer number'],
    [
      "another role's password",
      [METHODOLOGY, '${METHODOLOGY_PASSWORD', '${PARTNER_REGISTRY_PASSWORD'],
      'methodology: DATABASE_URL has not the role and the password',
    ],
    [
      'another port than it listens on',
      [METHODOLOGY, "ports: ['127.0.0.1:4102:4102']", "ports: ['127.0.0.1:4102:8080']"],
      'methodology: publishes not exactly its PORT 4102',
    ],
    [
      'a port that is open to the network',
      [METHODOLOGY, '127.0.0.1:4102:', '4102:'],
      'methodology: publishes not exactly its PORT 4102, to this machine',
    ],
    [
      'a port twice',
      [METHODOLOGY, "['127.0.0.1:4102:4102']", "['127.0.0.1:4101:4101']"],
      'methodology: another has port',
    ],
    [
      'a demo that looks elsewhere',
      ['', 'http://methodology:4102', 'http://methodology:80'],
      'methodology: demo looks for',
    ],
    [
      'no health check of an engine',
      ['  kafka:\n', 'healthcheck:', 'x-none:'],
      'kafka: runs for long without a health',
    ],
    [
      'a health check switched off',
      [METHODOLOGY, '    ports:', '    healthcheck: { disable: true }\n    ports:'],
      'methodology: runs for long without a health check',
    ],
    [
      'a start that waits for too little',
      [SERVICE, 'postgres: { condition: service_healthy }', 'postgres: { condition: service_started }'],
      'methodology: waits for postgres with service_started, not service_healthy',
    ],
    [
      'a start that waits for a migration to begin',
      [SERVICE, 'migrate: { condition: service_completed_successfully }', 'migrate: { condition: service_started }'],
      'methodology: waits for migrate with service_started, not service_completed_successfully',
    ],
    [
      'a start that does not wait for topics',
      [SERVICE, '    topics: { condition: service_completed_successfully }\n', ''],
      'methodology: does not wait for topics',
    ],
    [
      'a command line that starts services before it looks',
      [
        '\n  cli:',
        'profiles: [cli]',
        'profiles: [cli]\n    depends_on: { methodology: { condition: service_healthy } }',
      ],
      'cli: starts methodology before it does anything',
    ],
    [
      'a command line that always runs',
      ['\n  cli:', '    profiles: [cli]\n', ''],
      'cli: starts without being asked for',
    ],
    ['no command line', ['', '\n  cli:', '\n  operator:'], 'cli: is not the command line'],
    ['a stop that kills too early', [SERVICE, 'stop_grace_period: 20s', 'stop_grace_period: 15s'], 'is killed before'],
    ['a root that can be written', ['x-confined', 'read_only: true', 'read_only: false'], 'may write to its root'],
    ['capabilities', ['x-confined', 'cap_drop: [ALL]', 'cap_drop: []'], 'methodology: keeps capabilities'],
    ['another PostgreSQL', ['', 'image: postgres:18', 'image: postgres:17'], 'postgres: is not postgres:18'],
    ['another Kafka', ['', 'apache/kafka:4.3.1', 'apache/kafka:4.3.0'], 'kafka: is not apache/kafka:4.3.1'],
    [
      'a volume where PostgreSQL 18 keeps nothing',
      ['', ':/var/lib/postgresql', ':/var/lib/postgresql/data'],
      'postgres: keeps no data',
    ],
    [
      'topics that make themselves',
      ['', "KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false'", "KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'true'"],
      'kafka: KAFKA_AUTO_CREATE_TOPICS_ENABLE is not false',
    ],
    [
      'a list of topics of its own',
      ['', 'command: [topics, --create]', 'command: [topics, --create, assembly-scheduling.wave]'],
      'assembly-scheduling.wave: is named here',
    ],
    [
      'a service that nobody scrapes',
      ['', "targets: ['methodology:9464']", "targets: ['methodology:9465']"],
      'methodology: is not scraped',
    ],
    [
      'a service that is scraped under the name of another',
      ['', 'labels: { service: methodology }', 'labels: { service: partner-registry }'],
      'methodology: is not scraped',
    ],
    ['another job', ['', 'job_name: polyphony', 'job_name: services'], 'methodology: is not scraped'],
    [
      'alerts that are not read',
      ['', 'rule_files: [alerts.yaml]', 'rule_files: [rules.yaml]'],
      'the alerts are not where',
    ],
    ['no place for traces', ['', '\n  jaeger:\n', '\n  tempo:\n'], 'jaeger: is not where traces are sent'],
    [
      'a variable for traces that is missing',
      ['x-service-environment', '  OTEL_EXPORTER_OTLP_ENDPOINT: ', '  LOG_LEVEL: log # '],
      'methodology: cannot be told where traces go',
    ],
    [
      'a folder that does not exist',
      ['', 'monitoring/dashboards:', 'monitoring/boards:'],
      'grafana: there is no ./k8s',
    ],
    ['a file that does not exist', ['', 'source: grafana-sources', 'source: sources'], 'grafana: there is no config'],
    ['a Grafana for everybody', ['', '127.0.0.1:3000:3000', '3000:3000'], 'grafana: is open to the network'],
    [
      'a Prometheus for those who have not asked for it',
      ['  prometheus:', '    profiles: [observability]\n', ''],
      'prometheus: starts without',
    ],
    [
      'an image of no version',
      ['', 'prom/prometheus:v3.5.0', 'prom/prometheus:latest'],
      'prometheus: is of no version',
    ],
  ])('notice %s', (_, change, fault) => {
    const faults = faultsOf(readDeployment(planted(COMPOSE, change), DOCKERFILE));
    expect(faults).toContainEqual(expect.stringContaining(fault));
  });

  it.each<[string, [string, string, string], string]>([
    ['root', ['', 'USER 1000:1000', 'USER root'], 'Dockerfile: USER is no number above 0'],
    ['a user whose number nobody sees', ['', 'USER 1000:1000', 'USER node'], 'Dockerfile: USER is no number above 0'],
    ['no user', ['', 'USER 1000:1000\n', ''], 'Dockerfile: USER is no number above 0'],
    ['no health check', ['', 'HEALTHCHECK', 'LABEL'], 'methodology: runs for long without a health check'],
    ['a health check of another route', ['', '/health/ready', '/health/live'], 'the health check does not ask'],
    ['a default that is wrong', ['', 'PORT=8080', 'LOG_LEVEL=loud'], 'LOG_LEVEL: logLevel must be one of'],
  ])('notice in the image %s', (_, change, fault) => {
    const faults = faultsOf(readDeployment(COMPOSE, planted(DOCKERFILE, change)));
    expect(faults).toContainEqual(expect.stringContaining(fault));
  });
});
