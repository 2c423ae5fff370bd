import { parse } from 'yaml';

/** A service of docker-compose.yml, as far as the rules look at it. */
export interface ComposeService {
  image?: string;
  profiles?: string[];
  configs?: { source: string; target: string }[];
  build?: { args: Record<string, string> };
  user?: string;
  command?: string[];
  environment?: Record<string, string | number>;
  ports?: string[];
  volumes?: string[];
  restart?: string;
  stop_grace_period?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
}

/** What docker-compose.yml and the Dockerfile say. Variables stand as they are written: `${NAME:-default}`. */
export interface Deployment {
  text: string;
  services: Record<string, ComposeService | undefined>;
  /** Files that stand in docker-compose.yml itself. */
  configs: Record<string, { content: string } | undefined>;
  image: Image;
}

/** Everything in which a deployment breaks a rule; one sentence each. */
export type Rule = (deployment: Deployment) => string[];

/** The services with their names. */
export function all(services: Deployment['services']): [string, ComposeService][] {
  return Object.entries(services).filter((it): it is [string, ComposeService] => it[1] !== undefined);
}

/** What the last stage of the Dockerfile leaves to a container. */
export interface Image {
  user?: string;
  healthcheck?: string;
  environment: Record<string, string>;
}

export function readDeployment(compose: string, dockerfile: string): Deployment {
  const { services, configs = {} } = parse(compose, { merge: true }) as Pick<Deployment, 'services' | 'configs'>;
  return { text: compose, services, configs, image: readImage(dockerfile) };
}

/** A value as compose fills it in when the environment sets nothing. */
export function withDefaults(value: string | number): string {
  return String(value).replace(/\$\{\w+:-([^}]*)\}/g, '$1');
}

function readImage(dockerfile: string): Image {
  const lastStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
  const instructions = lastStage
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n');
  const saysOf = (keyword: string) =>
    instructions.findLast((line) => line.startsWith(`${keyword} `))?.slice(keyword.length + 1);
  const variables = (saysOf('ENV') ?? '').split(' ').map((pair) => pair.split('='));
  return {
    user: saysOf('USER'),
    healthcheck: saysOf('HEALTHCHECK'),
    environment: Object.fromEntries(variables) as Record<string, string>,
  };
}
