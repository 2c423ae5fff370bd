import type { Schema } from '@polyphony/client';
import { REGIONS } from '@polyphony/contracts';
import { seeded, type Random } from '../random.js';
import type { DemoCountry } from './countries.js';
import { localQuestionId } from './edits.js';
import { answerCodes, nationalTopic, RECODED } from './method.js';
import type { DemoAssembly } from './population.js';
import { localCodeFor } from './recode-maps.js';
import { QUESTIONS, type DemoQuestion } from './texts/questions.js';

/** One answer, as it is sent. */
export type Response = Schema<'results-aggregation', 'ResponseDto'>;

/** People at one table. */
const TABLE = 6;
/** Shares seen in the field: who leaves before the last vote, skips an answer, does not know, or refuses. */
const LEAVES = 0.03;
const SKIPS = 0.007;
const DONT_KNOW = 0.035;
const REFUSED = 0.01;
/** Whoever answered before keeps to that answer after, this often; the others answer anew. */
const STEADFAST = 0.45;
/** By how much a region and an assembly differ from the whole, as a factor of each weight. */
const REGION_SPREAD = 0.35;
const ASSEMBLY_SPREAD = 0.25;

/** When the votes of one day begin and end, in epoch milliseconds. */
export interface Day {
  startsAt: number;
  endsAt: number;
}

/** The answers of one assembly: the same every time but for the day. */
export function answersOf(assembly: DemoAssembly, country: DemoCountry, day: Day): Response[] {
  const random = seeded(10_000 + assembly.number);
  const leaning = new Map(QUESTIONS.map((question) => [question.id, leaningsOf(question, country, random)]));
  const rows: Response[] = [];
  const at = (share: number): string =>
    new Date(day.startsAt + Math.floor((day.endsAt - day.startsAt) * share)).toISOString();
  const code = (questionId: string, common: string): string =>
    questionId === RECODED && assembly.recoding ? localCodeFor(assembly.recoding, common) : common;

  for (let person = 1; person <= assembly.participants; person += 1) {
    const unitId = `participant-${person}`;
    const leaves = random.next() < LEAVES;
    const add = (questionId: string, timePoint: Response['timePoint'], answer: string, share: number): void => {
      if (random.next() >= SKIPS)
        rows.push({
          unitKind: 'participant',
          unitId,
          questionId,
          code: code(questionId, answer),
          timePoint,
          answeredAt: at(share),
        });
    };
    for (const [order, question] of QUESTIONS.entries()) {
      if (question.byTables) continue;
      const lean = leaning.get(question.id)!;
      const share = 0.1 + (0.75 * order) / QUESTIONS.length;
      if (!question.after) {
        if (!(leaves && question.module === 'evaluation'))
          add(question.id, 'once', draw(question, lean.first, random), share);
        continue;
      }
      const before = draw(question, lean.first, random);
      add(question.id, 'before', before, 0.02);
      const steadfast = random.next() < STEADFAST;
      const after = steadfast ? before : draw(question, lean.after, random);
      if (!leaves) add(question.id, 'after', after, 0.95);
    }
    if (assembly.localQuestions)
      for (const { id, yes } of nationalTopic(assembly.number))
        add(localQuestionId(country.code, id), 'once', random.next() < yes ? 'yes' : 'no', 0.9);
  }
  for (let table = 1; table <= Math.ceil(assembly.participants / TABLE); table += 1)
    for (const question of QUESTIONS.filter(({ byTables }) => byTables)) {
      const answer = draw(question, leaning.get(question.id)!.first, random);
      rows.push({
        unitKind: 'table',
        unitId: `table-${table}`,
        questionId: question.id,
        code: answer,
        timePoint: 'once',
        answeredAt: at(0.6),
      });
    }
  return rows;
}

/** The weights of a question in one assembly: those of the whole, bent by its region and by itself. */
function leaningsOf(question: DemoQuestion, { region }: DemoCountry, random: Random) {
  const byRegion = seeded(500 + 40 * REGIONS.indexOf(region) + QUESTIONS.indexOf(question));
  const bends = question.weights.map(
    () => (1 + REGION_SPREAD * (byRegion.next() - 0.5)) * (1 + ASSEMBLY_SPREAD * (random.next() - 0.5)),
  );
  const bent = (weights: readonly number[]): number[] => weights.map((weight, at) => weight * bends[at]!);
  return { first: bent(question.weights), after: bent(question.after ?? question.weights) };
}

function draw(question: DemoQuestion, weights: readonly number[], random: Random): string {
  const chance = random.next();
  if (chance < REFUSED) return 'refused';
  if (chance < REFUSED + DONT_KNOW) return 'dont-know';
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const at = weights.findIndex((weight) => (left -= weight) < 0);
  return answerCodes(question).at(at)!.code;
}
