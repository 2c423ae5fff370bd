import { answersOf } from './answers.js';
import { assemblies, fellows } from './population.js';
import { QUESTIONS } from './texts/questions.js';

const DAY = { startsAt: Date.UTC(2025, 9, 4, 7), endsAt: Date.UTC(2025, 9, 4, 15) };
const population = fellows();
const held = assemblies().filter(({ fate }) => fate === 'concluded');
const answers = (number: number) => {
  const assembly = held.find((one) => one.number === number)!;
  return answersOf(assembly, population[assembly.host]!.country, DAY);
};

describe('the answers of an assembly of the demo', () => {
  const all = held.flatMap(({ number }) => answers(number).map((answer) => ({ number, ...answer })));
  const share = (questionId: string, timePoint: string, code: string): number => {
    const here = all.filter((it) => it.questionId === questionId && it.timePoint === timePoint);
    return here.filter((it) => it.code === code).length / here.length;
  };

  it('are the same every time', () => {
    expect(answers(held[0]!.number)).toEqual(answers(held[0]!.number));
  });

  it('are of every participant to nearly every question, at most once at each time point', () => {
    const unique = new Set(all.map((it) => [it.number, it.unitKind, it.unitId, it.questionId, it.timePoint].join()));
    expect(unique.size).toBe(all.length);
    const core = all.filter(
      ({ unitKind, questionId }) => unitKind === 'participant' && !questionId.startsWith('local:'),
    );
    expect(core.length / (5_355 * 37)).toBeGreaterThan(0.97);
  });

  it('have the shape of figures seen in the field, and move between before and after', () => {
    expect(share('data-decision', 'once', 'own-decision')).toBeCloseTo(0.55, 1);
    expect(share('ai-steering', 'once', 'profit')).toBeCloseTo(0.41, 1);
    const little = (timePoint: string) =>
      share('data-knowledge', timePoint, 'little') + share('data-knowledge', timePoint, 'nothing');
    expect(little('before') - little('after')).toBeGreaterThan(0.1);
  });

  it('use local codes where the assembly recodes, and only there', () => {
    const concern = all.filter(({ questionId }) => questionId === 'data-concern');
    const codes = (recoding: string | undefined) => {
      const numbers = new Set(held.filter((it) => it.recoding === recoding).map((it) => it.number));
      return [...new Set(concern.filter((it) => numbers.has(it.number)).map((it) => it.code))].sort();
    };
    expect(codes(undefined)).toEqual(['dont-know', 'little', 'not', 'refused', 'somewhat', 'very']);
    expect(codes('total')).toEqual(['dont-know', 'level-1', 'level-2', 'level-3', 'level-4', 'refused']);
    expect(codes('collapsing')).toEqual(['calm', 'dont-know', 'refused', 'worried']);
  });

  it('keep tables and participants apart', () => {
    const byTables = new Set(QUESTIONS.filter((question) => question.byTables).map(({ id }) => id));
    expect(all.every(({ unitKind, questionId }) => (unitKind === 'table') === byTables.has(questionId))).toBe(true);
  });

  it('fall into the hours of the day', () => {
    const times = answers(held[0]!.number).map(({ answeredAt }) => Date.parse(answeredAt));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(DAY.startsAt);
    expect(Math.max(...times)).toBeLessThanOrEqual(DAY.endsAt);
  });
});
