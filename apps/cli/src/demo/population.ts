import type { PartnerKind, Region } from '@polyphony/contracts';
import { seeded, shuffled } from '../random.js';
import { COUNTRIES, countryName, type DemoCountry } from './countries.js';

const SEED = 2_025;

/** Whether a fellow of the demo only registered, takes part, or took part until it was suspended. */
export type FellowStatus = 'registered' | 'active' | 'suspended';

export interface DemoFellow {
  name: string;
  kind: PartnerKind;
  country: DemoCountry;
  status: FellowStatus;
}

export interface DemoStrategicPartner {
  name: string;
  country: string;
  languages: string[];
  interests: string[];
}

/** What becomes of an assembly that is planned. */
export type Fate = 'concluded' | 'cancelled' | 'postponed';

/** How an assembly's adaptation gives its answers to the question that it recodes. */
export type Recoding = 'total' | 'collapsing';

export interface DemoAssembly {
  /** From 0, and the seed of everything about it. */
  number: number;
  /** Place of its host among the fellows. */
  host: number;
  fate: Fate;
  /** People who came; 0 for one that was not held. */
  participants: number;
  /** Its results arrive after the first release. */
  late: boolean;
  localQuestions: boolean;
  recoding: Recoding | undefined;
  dropsOptionalModule: boolean;
  /** Its first adaptation leaves out a core question, and is refused. */
  refusedFirst: boolean;
}

/** Whether a partner of this name is the demo's: several register at once, and any of them may come first. */
export function isOfDemo(name: string): boolean {
  return [...fellows(), ...strategicPartners()].some((partner) => partner.name === name);
}

/** 96 fellows of 84 countries: 71 active, 3 suspended, 22 only registered. */
export function fellows(): DemoFellow[] {
  const all = COUNTRIES.flatMap((country) => Array.from({ length: country.fellows }, (_, at) => ({ country, at })));
  const statuses = shuffled(
    [
      ...fill<FellowStatus>(71, 'active'),
      ...fill<FellowStatus>(3, 'suspended'),
      ...fill<FellowStatus>(22, 'registered'),
    ],
    seeded(SEED),
  );
  return all.map(({ country, at }, index) => ({
    // Every seventh is a person: such names must never leave the registry.
    name: index % 7 === 3 ? `Fellow of ${countryName(country.code)}` : nameOf(country, at, index),
    kind: index % 7 === 3 ? 'person' : 'organisation',
    country,
    status: statuses[index]!,
  }));
}

/** 12 organisations that frame, fund or carry results into policy. */
export function strategicPartners(): DemoStrategicPartner[] {
  const partner = (name: string, country: string, language: string, ...interests: string[]): DemoStrategicPartner => ({
    name: `${name} (demo)`,
    country,
    languages: [language],
    interests,
  });
  return [
    partner('International Union for Digital Cooperation', 'CH', 'fr'),
    partner('Programme for Public Participation', 'US', 'en'),
    partner('Regional Commission on Connectivity', 'ET', 'am'),
    partner('Federal Ministry for Digital Affairs', 'DE', 'de', 'prepares a law on data'),
    partner('Ministry of Foreign Affairs, Digital Desk', 'FR', 'fr'),
    partner('National Agency for Innovation', 'IN', 'en'),
    partner('Open Protocols Foundation', 'NL', 'nl', 'funds research on open protocols'),
    partner('Foundation for Democratic Renewal', 'BR', 'pt'),
    partner('Platform Company One', 'US', 'en', 'runs a platform that the questions are about'),
    partner('Platform Company Two', 'IE', 'en', 'sells cloud services to governments'),
    partner('Consortium of Telephone Operators', 'ZA', 'en', 'sells access to the Internet'),
    partner('World Library Alliance', 'CA', 'en'),
  ];
}

/** 75 assemblies of 67 active fellows: 70 concluded with about 5,300 people, 3 cancelled, 2 postponed past the window. */
export function assemblies(): DemoAssembly[] {
  const active = fellows().flatMap(({ status }, index) => (status === 'active' ? [index] : []));
  const hosting = shuffled(active, seeded(SEED + 1)).slice(0, 67);
  const hosts = [...hosting, ...hosting.slice(0, 8)].sort((a, b) => a - b);
  const fates = shuffled(
    [...fill<Fate>(70, 'concluded'), ...fill<Fate>(3, 'cancelled'), ...fill<Fate>(2, 'postponed')],
    seeded(SEED + 2),
  );
  const held = fates.flatMap((fate, number) => (fate === 'concluded' ? [number] : []));
  const chosen = (count: number, seed: number, among = held): Set<number> =>
    new Set(shuffled(among, seeded(SEED + seed)).slice(0, count));
  const all = fates.map((_, number) => number);
  const local = chosen(45, 3, all);
  const recoding = [...chosen(6, 4)];
  const late = chosen(7, 5);
  // Local questions stand in an optional module, which whoever asks them keeps.
  const drops = chosen(
    8,
    6,
    all.filter((number) => !local.has(number)),
  );
  const refused = chosen(2, 7);
  const sizes = shuffled(attendances(), seeded(SEED + 8));
  return fates.map((fate, number) => ({
    number,
    host: hosts[number]!,
    fate,
    participants: fate === 'concluded' ? sizes[held.indexOf(number)]! : 0,
    late: late.has(number),
    localQuestions: local.has(number),
    recoding: recoding.includes(number) ? (recoding.indexOf(number) < 4 ? 'total' : 'collapsing') : undefined,
    dropsOptionalModule: drops.has(number),
    refusedFirst: refused.has(number),
  }));
}

/** How many fellows each region has. */
export function fellowsByRegion(): Map<Region, number> {
  const counts = new Map<Region, number>();
  for (const { country } of fellows()) counts.set(country.region, (counts.get(country.region) ?? 0) + 1);
  return counts;
}

/** 70 numbers of people from 12 to 150 with 72 in the middle. */
function attendances(): number[] {
  return Array.from({ length: 70 }, (_, at) => Math.round(at < 35 ? 12 + (60 * at) / 34 : 72 + (78 * (at - 35)) / 34));
}

const NAMES = [
  'Citizens’ Forum',
  'Centre for Public Dialogue',
  'Network for Participation',
  'Institute for Civic Research',
];

function nameOf(country: DemoCountry, at: number, index: number): string {
  return `${NAMES[(index + at) % NAMES.length]} ${countryName(country.code)} (demo)`;
}

function fill<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}
