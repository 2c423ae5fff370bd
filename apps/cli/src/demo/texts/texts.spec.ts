import { MODULES, NATIONAL_SLOT } from './modules.js';
import { LOCAL_QUESTIONS } from './local-questions.js';
import { QUESTIONS } from './questions.js';
import { SCALES } from './scales.js';
import { textIn, type Text } from './text.js';

describe('the method of the demo', () => {
  const core = QUESTIONS.filter((question) => !question.byTables);

  it('asks 31 core questions, 6 of them before and after, and lets tables answer two more', () => {
    expect(core).toHaveLength(31);
    expect(core.filter((question) => question.after)).toHaveLength(6);
    expect(QUESTIONS).toHaveLength(33);
    expect(new Set(QUESTIONS.map(({ id }) => id)).size).toBe(33);
  });

  it('has nine modules, two of them optional, and a place for the national topic in one of those', () => {
    expect(MODULES).toHaveLength(9);
    expect(MODULES.filter(({ optional }) => optional)).toHaveLength(2);
    expect(MODULES.find(({ id }) => id === NATIONAL_SLOT.moduleId)?.optional).toBe(true);
    expect(QUESTIONS.every(({ module }) => MODULES.some(({ id, optional }) => id === module && !optional))).toBe(true);
  });

  it('gives every code a weight, at each time', () => {
    for (const { scale, weights, after } of QUESTIONS) {
      expect(weights).toHaveLength(SCALES[scale].length);
      if (after) expect(after).toHaveLength(SCALES[scale].length);
    }
  });

  it('says everything in three languages, and in others only as a placeholder that says so', () => {
    const texts: Text[] = [
      ...QUESTIONS.map(({ text }) => text),
      ...LOCAL_QUESTIONS.map(({ text }) => text),
      ...MODULES.map(({ title }) => title),
      ...Object.values(SCALES).flatMap((codes) => codes.map(({ label }) => label)),
    ];
    for (const text of texts) expect([text.en, text.fr, text.es].every((it) => it.length > 0)).toBe(true);
    const text = { en: 'Yes', fr: 'Oui', es: 'Sí' };
    expect(textIn('fr', text)).toBe('Oui');
    expect(textIn('sw', text)).toBe('[sw: placeholder] Yes');
  });
});
