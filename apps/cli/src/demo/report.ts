import { itemsOf, viewOf, type Schema } from '@polyphony/client';
import { REGIONS, type Region } from '@polyphony/contracts';
import type { Api } from '../api/api.js';
import { table } from '../table.js';
import { countryName } from './countries.js';
import { QUESTIONS } from './texts/questions.js';
import { answerCodes } from './method.js';
import { NO_ANSWER } from './texts/scales.js';

type AssemblyView = Schema<'assembly-scheduling', 'AssemblyView'>;
type ReleaseView = Schema<'results-aggregation', 'ReleaseView'>;
type Changes = Schema<'results-aggregation', 'ReleaseChangesView'>;
/** A figure of `figures.json`; suppressed ones have no n and no codes. */
type Figure = Schema<'results-aggregation', 'FigureView'>;
/** Of `inclusion.json`: which assemblies a pooled figure holds. */
type Inclusion = Schema<'results-aggregation', 'InclusionView'>;

/** The questions that the result shows: one asked twice and recoded by some, one on rights, one on power. */
const SHOWN = ['data-concern', 'data-decision', 'ai-steering'];
const BAR = 30;

/** The result of a wave for people, read over HTTP. */
export async function waveReport(api: Api, waveId: string): Promise<string> {
  const [assemblies, releases] = await Promise.all([
    itemsOf((page) => api.scheduling.GET('/v1/assemblies', { params: { query: { waveId, ...page } } })),
    itemsOf((page) => api.results.GET('/v1/releases', { params: { query: { waveId, ...page } } })),
  ]);
  const last = releases.at(-1)!;
  const { id } = last;
  const file = (name: string): Promise<unknown> =>
    viewOf(api.results.GET('/v1/releases/{id}/files/{name}', { params: { path: { id, name } } }));
  const [figures, inclusion, changes] = await Promise.all([
    file('figures.json') as Promise<Figure[]>,
    file('inclusion.json') as Promise<Inclusion[]>,
    viewOf(api.results.GET('/v1/releases/{id}/changes', { params: { path: { id } } })),
  ]);
  return [
    participation(assemblies),
    `Results of release ${last.number}: ${last.assemblyIds.length} assemblies, ${format(last.responses)} answers that count`,
    ...SHOWN.map((id) => questionReport(id, figures, inclusion)),
    changeReport(last.number, changes, assemblies),
    fileReport(last),
  ].join('\n\n');
}

function participation(assemblies: AssemblyView[]): string {
  const rows = REGIONS.map((region) => {
    const here = assemblies.filter((assembly) => assembly.region === region);
    const held = here.filter(({ status }) => status === 'concluded');
    const people = held.reduce((sum, { attendance }) => sum + (attendance?.attended ?? 0), 0);
    return [regionName(region), here.length, held.length, new Set(held.map(({ country }) => country)).size, people];
  });
  const totals = [1, 2, 3, 4].map((column) => rows.reduce((sum, row) => sum + (row[column] as number), 0));
  return `Participation by region\n${table([
    ['region', 'planned', 'held', 'countries', 'people'],
    ...rows,
    ['all', ...totals],
  ])}`;
}

function questionReport(questionId: string, figures: Figure[], inclusion: Inclusion[]): string {
  const question = QUESTIONS.find(({ id }) => id === questionId)!;
  const found = figures.filter((it) => it.level === 'wave' && it.questionId === questionId);
  const order = ['before', 'once', 'after'];
  found.sort((a, b) => order.indexOf(a.timePoint) - order.indexOf(b.timePoint));
  const labels = [...answerCodes(question), ...NO_ANSWER];
  const blocks = found.map(({ timePoint, n, codes }) => {
    const rows = labels.map(({ code, label }) => {
      const share = codes.find((it) => it.code === code)?.share ?? 0;
      return `  ${label.en.padEnd(42)} ${percent(share).padStart(6)}  ${'█'.repeat(Math.round(share * BAR))}`.trimEnd();
    });
    const when = timePoint === 'once' ? '' : `${timePoint} the deliberation, `;
    const held = inclusion.find((it) => it.questionId === questionId && it.timePoint === timePoint);
    return [`  ${when}n = ${format(n ?? 0)}`, ...rows, inclusionLines(held)].join('\n');
  });
  return [question.text.en, ...blocks].join('\n');
}

function inclusionLines(inclusion: Inclusion | undefined): string {
  const { included, leftOut } = inclusion ?? { included: [], leftOut: [] };
  const counted = [...groupBy(included, ({ grade }) => grade)]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([grade, all]) => `${all.length} ${grade}`)
    .join(', ');
  const reasons: Record<string, string> = {
    collapsing: 'its codes cannot tell common ones apart',
    'not-comparable': 'its codes do not reach every common one',
    'not-asked': 'the question was not asked',
    'no-answers': 'no answers to this question',
    'no-results': 'no results have arrived',
    'too-few': 'so few would stand out; they wait for more',
  };
  const lines = [...groupBy(leftOut, ({ reason }) => reason)].map(([reason, all]) => {
    const names = all.map(({ country }) => countryName(country)).sort();
    return `  left out (${reason}: ${reasons[reason] ?? reason}): ${names.join(', ')}`;
  });
  return [`  assemblies: ${counted || 'none'}`, ...lines].join('\n');
}

function changeReport(number: number, { newAssemblyIds, questions }: Changes, assemblies: AssemblyView[]): string {
  const countries = new Map(assemblies.map(({ id, country }) => [id, countryName(country)]));
  const names = newAssemblyIds.map((id) => countries.get(id) ?? id).sort();
  const rows = questions
    .filter(({ questionId }) => SHOWN.includes(questionId))
    .map(({ questionId, timePoint, before, after }) => [
      `  ${questionId}`,
      timePoint,
      before === null ? '–' : format(before),
      after === null ? '–' : format(after),
    ]);
  return [
    `What release ${number} changed: ${newAssemblyIds.length} assemblies came in (${names.join(', ')}); release 1 stays as it was`,
    table([['  question', 'asked', 'n before', 'n now'], ...rows]),
  ].join('\n');
}

function fileReport({ id, files }: ReleaseView): string {
  const rows = files.map(({ name, bytes, sha256 }) => [`  ${name}`, bytes, `${sha256.slice(0, 16)}…`]);
  return `Files at /v1/releases/${id}/files/…\n${table([['  file', 'bytes', 'SHA-256'], ...rows])}`;
}

function regionName(region: Region): string {
  return region
    .split('-')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join(' ');
}

function groupBy<T>(things: readonly T[], key: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) groups.set(key(thing), [...(groups.get(key(thing)) ?? []), thing]);
  return groups;
}

function format(count: number): string {
  return count.toLocaleString('en');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
