import { CATALOGUE, SERVICES, type ServiceName } from '@polyphony/contracts';
import { KAFKA_IMAGE, POSTGRES_IMAGE, schemaOf, SINGLE_NODE } from '@polyphony/engines';
import { parseConfig, ServiceConfig, variablesOf } from '@polyphony/service-kit';
import { OBSERVABILITY_RULES } from './observability-rules.js';
import { all, withDefaults, type ComposeService, type Deployment, type Rule } from './compose.js';

/** Everything in which compose and Dockerfile disagree with contracts, config and engines; one sentence each. */
export function faultsOf(deployment: Deployment): string[] {
  return RULES.flatMap((rule) => rule(deployment));
}

const RULES: Rule[] = [
  everyServiceIsThere,
  environmentIsTheConfig,
  passwordsAreThoseOfMigrate,
  portsAreOwnAndLocal,
  longRunningOnesTellTheirHealth,
  everybodyWaits,
  theOperatorWaitsForNobody,
  nobodyIsCutShort,
  ourContainersAreConfined,
  enginesAreThoseOfTests,
  topicsAreTheCatalogue,
  ...OBSERVABILITY_RULES,
];

function everyServiceIsThere({ services }: Deployment): string[] {
  return SERVICES.filter((name) => services[name]?.build?.args['APP'] !== name).map(
    (name) => `${name}: no service of that name is built with that APP`,
  );
}

function environmentIsTheConfig({ services, image }: Deployment): string[] {
  const known = variablesOf(ServiceConfig);
  return ours(services).flatMap(([name, { environment = {} }]) => {
    const unknown = Object.keys(environment).filter((variable) => !known.includes(variable));
    const filled = Object.entries(environment).map(([variable, value]) => [variable, withDefaults(value)] as const);
    return [
      ...unknown.map((variable) => `${name}: ${variable} is no variable of ServiceConfig`),
      ...configFaults({ ...image.environment, ...Object.fromEntries(filled) }).map((fault) => `${name}: ${fault}`),
    ];
  });
}

function configFaults(environment: NodeJS.ProcessEnv): string[] {
  try {
    parseConfig(ServiceConfig, environment);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

function passwordsAreThoseOfMigrate({ services }: Deployment): string[] {
  return ours(services)
    .filter(([name, { environment }]) => {
      const role = schemaOf(name);
      const password = services['migrate']?.environment?.[`${role.toUpperCase()}_PASSWORD`];
      return !String(environment?.['DATABASE_URL']).startsWith(`postgresql://${role}:${password}@`);
    })
    .map(([name]) => `${name}: DATABASE_URL has not the role and the password that migrate gives it`);
}

function portsAreOwnAndLocal({ services }: Deployment): string[] {
  const published = ours(services).flatMap(([, { ports }]) => ports ?? []);
  return ours(services).flatMap(([name, { environment, ports }]) => {
    const port = environment?.['PORT'];
    const address = services['demo']?.environment?.[`${schemaOf(name).toUpperCase()}_URL`];
    return [
      ...(ports?.length === 1 && ports[0] === `127.0.0.1:${port}:${port}`
        ? []
        : [`${name}: publishes not exactly its PORT ${port}, to this machine`]),
      ...(published.filter((it) => it === ports?.[0]).length > 1 ? [`${name}: another has port ${port} too`] : []),
      ...(address === `http://${name}:${port}` ? [] : [`${name}: demo looks for it at ${address}`]),
    ];
  });
}

function longRunningOnesTellTheirHealth({ services, image }: Deployment): string[] {
  const ofImage = image.healthcheck ?? '';
  const unhealthy = all(services).filter(
    ([, it]) => !isOneShot(it) && (it.healthcheck?.disable || !(it.healthcheck?.test ?? (it.build && ofImage))),
  );
  const asksReadiness = ofImage.includes('${process.env.PORT}/health/ready');
  return [
    ...unhealthy.map(([name]) => `${name}: runs for long without a health check`),
    ...(asksReadiness ? [] : ['Dockerfile: the health check does not ask /health/ready on PORT']),
  ];
}

/** Whom a container must find ready before it starts. */
const NEEDS: Record<string, readonly string[]> = {
  migrate: ['postgres'],
  topics: ['kafka'],
  demo: SERVICES,
  ...Object.fromEntries(SERVICES.map((name) => [name, ['postgres', 'kafka', 'migrate', 'topics']])),
};

function everybodyWaits({ services }: Deployment): string[] {
  const forgotten = Object.entries(NEEDS).flatMap(([name, needs]) =>
    needs.filter((need) => !services[name]?.depends_on?.[need]).map((need) => `${name}: does not wait for ${need}`),
  );
  const tooEarly = all(services).flatMap(([name, { depends_on = {} }]) =>
    Object.entries(depends_on).flatMap(([need, { condition }]) => {
      const wanted = isOneShot(services[need]) ? 'service_completed_successfully' : 'service_healthy';
      return condition === wanted ? [] : [`${name}: waits for ${need} with ${condition}, not ${wanted}`];
    }),
  );
  return [...forgotten, ...tooEarly];
}

/** What mends an outage must not wait for its end, and what looks at a restored database must not start services on it. */
function theOperatorWaitsForNobody({ services: { cli } }: Deployment): string[] {
  return [
    ...(cli?.build?.args['APP'] === 'cli' ? [] : ['cli: is not the command line']),
    ...(cli?.profiles?.length ? [] : ['cli: starts without being asked for']),
    ...Object.keys(cli?.depends_on ?? {}).map((need) => `cli: starts ${need} before it does anything`),
  ];
}

function nobodyIsCutShort({ services }: Deployment): string[] {
  const deadline = new ServiceConfig().shutdownDeadlineMs;
  return ours(services)
    .filter(([, it]) => !(Number.parseInt(it.stop_grace_period ?? '10s') * 1_000 > deadline))
    .map(([name]) => `${name}: is killed before its own deadline of ${deadline} ms`);
}

function ourContainersAreConfined({ services, image }: Deployment): string[] {
  const built = all(services).filter(([, { build }]) => build);
  const rules: [string, (it: ComposeService) => boolean][] = [
    ['may write to its root file system', (it) => it.read_only !== true],
    ['keeps capabilities', (it) => it.cap_drop?.join() !== 'ALL'],
    ['may gain privileges', (it) => !it.security_opt?.includes('no-new-privileges:true')],
    ['runs as another user than the image says', (it) => it.user !== undefined],
  ];
  const loose = built.flatMap(([name, it]) =>
    rules.filter(([, breaks]) => breaks(it)).map(([says]) => `${name}: ${says}`),
  );
  return [...loose, ...(/^[1-9]\d*/.test(image.user ?? '') ? [] : ['Dockerfile: USER is no number above 0'])];
}

function enginesAreThoseOfTests({ services: { postgres, kafka } }: Deployment): string[] {
  const settings = Object.entries(SINGLE_NODE).map(
    ([name, value]) => [`KAFKA_${name.toUpperCase().replaceAll('.', '_')}`, String(value)] as const,
  );
  return [
    ...(postgres?.image === POSTGRES_IMAGE ? [] : [`postgres: is not ${POSTGRES_IMAGE}`]),
    ...(postgres?.volumes?.some((it) => it.endsWith(':/var/lib/postgresql')) ? [] : ['postgres: keeps no data']),
    ...(kafka?.image === KAFKA_IMAGE ? [] : [`kafka: is not ${KAFKA_IMAGE}`]),
    ...settings
      .filter(([name, value]) => String(kafka?.environment?.[name]) !== value)
      .map(([name, value]) => `kafka: ${name} is not ${value}`),
  ];
}

function topicsAreTheCatalogue({ services: { topics }, text }: Deployment): string[] {
  const fromCommandLine = topics?.build?.args['APP'] === 'cli' && topics.command?.join(' ') === 'topics --create';
  const named = CATALOGUE.filter(({ topic }) => text.includes(topic)).map(({ topic }) => topic);
  return [
    ...(fromCommandLine ? [] : ['topics: are not created by the command line']),
    ...named.map((topic) => `${topic}: is named here, although the catalogue names topics`),
  ];
}

function ours(services: Deployment['services']): [ServiceName, ComposeService][] {
  return SERVICES.flatMap((name) => (services[name] ? [[name, services[name]] as [ServiceName, ComposeService]] : []));
}

function isOneShot(service: ComposeService | undefined): boolean {
  return service?.restart === 'no';
}
