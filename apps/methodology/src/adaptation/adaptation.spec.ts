import { POLICIES, type Policy, type TimePoint } from '@polyphony/contracts';
import { DomainError } from '@polyphony/service-kit';
import fc from 'fast-check';
import { contentWith, coreQuestion } from '../methodology-version/content.fixture.js';
import { FACETS, type Content, type Facet } from '../methodology-version/content.js';
import { Adaptation } from './adaptation.js';
import { diffOf } from './diff.js';
import type { Edit } from './edit.js';

const AT = new Date('2026-05-01T10:00:00Z');
const localReason = 'as people here speak';

/** What each kind may be done under, written down once more as the rule says it (I-7). */
const ALLOWED = {
  'translate-wording': ['wording', ['translate', 'free']],
  reword: ['wording', ['free']],
  'translate-codes': ['codes', ['translate', 'free']],
  recode: ['codes', ['free']],
  drop: ['presence', ['free']],
  move: ['order', ['free']],
} as const satisfies Record<string, readonly [Facet, readonly Policy[]]>;
type Kind = keyof typeof ALLOWED;

function edit(kind: Kind, id: string): Edit {
  switch (kind) {
    case 'translate-wording':
      return { kind, questionId: id, language: 'fr', text: 'Et alors ?', localReason };
    case 'reword':
      return { kind, questionId: id, language: 'en', text: 'So what?', localReason };
    case 'translate-codes':
      return { kind, questionId: id, language: 'fr', labels: {}, localReason };
    case 'recode': {
      const localCodes = ['aye', 'nay'].map((code) => ({ code, kind: 'answer' as const, label: code }));
      const map = [
        { local: 'aye', common: ['yes'] },
        { local: 'nay', common: ['no'] },
      ];
      return { kind, questionId: id, localCodes, map, localReason };
    }
    case 'drop':
      return { kind, elementId: id, localReason };
    case 'move':
      return { kind, elementId: id, order: 1, localReason };
  }
}

const policies = fc.record(
  Object.fromEntries(FACETS.map((facet) => [facet, fc.constantFrom(...POLICIES)])) as Record<
    Facet,
    fc.Arbitrary<Policy>
  >,
  { requiredKeys: [] },
);
const kinds = fc.subarray(Object.keys(ALLOWED) as Kind[]);
/** Some questions with any policies, and any edits of them. */
const cases = fc.array(fc.tuple(policies, kinds), { maxLength: 8 }).map((questions) => ({
  content: contentWith(...questions.map(([policy], index) => coreQuestion(`q${index}`, policy))),
  touches: questions.flatMap(([policy, chosen], index) =>
    chosen.map((kind) => {
      const [facet, by] = ALLOWED[kind];
      const allowed = (by as readonly Policy[]).includes(policy[facet] ?? 'fixed');
      return { edit: edit(kind, `q${index}`), facet, allowed, id: `q${index}` };
    }),
  ),
}));

const drafted = (edits: Edit[]): Adaptation => {
  const of = { methodologyVersionId: 'version', partnerId: 'partner', languages: ['fr'] };
  const [adaptation] = Adaptation.draft('adaptation', of, AT);
  adaptation.revise(edits, AT);
  return adaptation;
};
const pin = (content: Content) => ({ content, sourceLanguage: 'en' });
const refusalOf = (content: Content, edits: Edit[]): DomainError => {
  try {
    drafted(edits).submit(pin(content), AT);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('was not refused');
};

describe('An adaptation', () => {
  it('is submitted whatever it changes, as long as every policy permits it', () => {
    fc.assert(
      fc.property(cases, ({ content, touches }) => {
        const edits = touches.filter(({ allowed }) => allowed).map((touch) => touch.edit);
        const adaptation = drafted(edits);
        expect(adaptation.submit(pin(content), AT)).toMatchObject({ adaptationId: 'adaptation' });
        expect(adaptation.status).toBe('submitted');
      }),
    );
  });

  it('is refused with exactly the facets that a policy forbids, all in one answer', () => {
    fc.assert(
      fc.property(
        cases.filter(({ touches }) => touches.some(({ allowed }) => !allowed)),
        ({ content, touches }) => {
          const refused = refusalOf(
            content,
            touches.map((touch) => touch.edit),
          );
          expect(refused.code).toBe('adaptation-against-policy');
          const expected = touches.flatMap(({ allowed, facet, id }, index) =>
            allowed ? [] : [{ pointer: `/edits/${index}`, code: facet, detail: expect.stringContaining(`${id}: its`) }],
          );
          expect(refused.violations).toEqual(expected);
        },
      ),
    );
  });

  it('translates titles of modules and slots as far as their policies permit', () => {
    const title = (elementId: string): Edit => ({
      kind: 'translate-title',
      elementId,
      language: 'fr',
      text: 'Adieu',
      localReason,
    });
    const content = contentWith(coreQuestion('q1'));
    expect(drafted([title('closing'), title('farewell-topic')]).submit(pin(content), AT)).toBeDefined();
    const { code, violations } = refusalOf(content, [title('votes'), title('national-topic')]);
    expect(code).toBe('adaptation-against-policy');
    expect(violations.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/edits/0', 'wording'],
      ['/edits/1', 'wording'],
    ]);
    expect(refusalOf(content, [title('q1')]).violations.map(({ code }) => code)).toEqual(['element-unknown']);
  });

  it('says per language how much of what it asks stands in it', () => {
    const content = contentWith(
      coreQuestion('q1', { wording: 'translate', codes: 'translate' }),
      coreQuestion('q2', { wording: 'translate', codes: 'free' }),
      { ...coreQuestion('farewell'), moduleId: 'closing' },
    );
    const labels = (questionId: string, ...codes: string[]): Edit => ({
      kind: 'translate-codes',
      questionId,
      language: 'fr',
      labels: Object.fromEntries(codes.map((code) => [code, code.toUpperCase()])),
      localReason,
    });
    const edits: Edit[] = [
      { kind: 'drop', elementId: 'closing', localReason },
      { kind: 'translate-wording', questionId: 'q1', language: 'fr', text: 'Et ?', localReason },
      { kind: 'translate-wording', questionId: 'farewell', language: 'fr', text: 'Adieu', localReason },
      labels('q1', 'yes', 'no', 'dk'),
      edit('recode', 'q2'),
      labels('q2', 'aye', 'nay'),
    ];
    expect(diffOf(pin(content), ['fr', 'en', 'wo'], edits).translations).toEqual([
      { language: 'fr', questions: 2, wordings: 1, labels: 1 },
      { language: 'wo', questions: 2, wordings: 0, labels: 0 },
    ]);
  });

  it('drops an optional module only with questions that are free to go', () => {
    const farewell = { ...coreQuestion('farewell'), moduleId: 'closing' };
    const drop: Edit[] = [{ kind: 'drop', elementId: 'closing', localReason }];
    expect(refusalOf(contentWith(farewell), drop).violations).toEqual([
      { pointer: '/edits/0', code: 'presence', detail: expect.stringMatching(/^farewell: its presence is fixed/) },
    ]);
    const optional = contentWith({ ...farewell, core: false, policies: { presence: 'free' } });
    expect(drafted(drop).submit(pin(optional), AT)).toBeDefined();
  });

  const OPEN = contentWith(coreQuestion('q1', { wording: 'free', codes: 'free', order: 'free' }), coreQuestion('q2'));
  const recode = (localCodes: string[], map: Record<string, string[]>): Edit => ({
    kind: 'recode',
    questionId: 'q1',
    localCodes: localCodes.map((code) => ({ code, kind: 'answer', label: code })),
    map: Object.entries(map).map(([local, common]) => ({ local, common })),
    localReason,
  });
  const local = (questionId: string, slotId = 'national-topic', core = false): Edit => ({
    kind: 'add-local-question',
    slotId,
    question: { ...coreQuestion('x'), questionId, core },
    localReason,
  });
  const localAt = (timePoints: TimePoint[]): Edit => {
    const edit = local('local:1') as Extract<Edit, { kind: 'add-local-question' }>;
    return { ...edit, question: { ...edit.question, timePoints } };
  };
  const translation = (questionId: string, language: string): Edit => ({
    kind: 'translate-wording',
    questionId,
    language,
    text: '…',
    localReason,
  });
  it.each<[string, Edit[], string[]]>([
    ['an unknown element', [translation('q9', 'fr')], ['element-unknown']],
    ['the same thing twice', [translation('q1', 'fr'), translation('q1', 'fr')], ['edit-repeated']],
    ['a language that it is not in', [translation('q1', 'de')], ['language-undeclared']],
    ['a translation into the language of the source', [translation('q1', 'en')], ['language-of-source']],
    ['a local code without a meaning', [recode(['aye', 'nay'], { aye: ['yes'] })], ['local-code-unmapped']],
    ['a map of what is no local code', [recode(['aye'], { aye: ['yes'], nay: ['no'] })], ['local-code-unknown']],
    ['a meaning that is no common code', [recode(['aye'], { aye: ['aye'] })], ['common-code-unknown']],
    ['an answer that means "don\'t know"', [recode(['unsure'], { unsure: ['dk'] })], ['code-kind-differs']],
    ['a common code with another meaning', [recode(['yes'], { yes: ['no'] })], ['core-code-taken']],
    ['a local code twice', [recode(['aye', 'aye'], { aye: ['yes'] })], ['local-code-repeated']],
    ['an unknown slot', [local('local:1', 'nowhere')], ['slot-unknown']],
    ['a local question outside its namespace', [local('topic')], ['element-id-not-local']],
    ['a local question that takes a common id', [local('q1')], ['element-id-taken', 'element-id-not-local']],
    ['a local question that claims to be core', [local('local:1', 'national-topic', true)], ['local-question-core']],
    [
      'a local question in a module that it leaves out',
      [{ kind: 'drop', elementId: 'closing', localReason }, local('local:1', 'farewell-topic')],
      ['module-dropped'],
    ],
    ['a local question asked once and before', [localAt(['once', 'before'])], ['time-point-mixed']],
    ['a place beyond the last', [{ kind: 'move', elementId: 'q1', order: 3, localReason }], ['place-unknown']],
    [
      'a place of a module beyond the last',
      [{ kind: 'move', elementId: 'closing', order: 3, localReason }],
      ['place-unknown'],
    ],
    ['a local question twice', [local('local:1'), local('local:1')], ['edit-repeated']],
  ])('cannot have %s', (_, edits, codes) => {
    const refused = refusalOf(OPEN, edits);
    expect(refused.code).toBe('adaptation-not-applicable');
    expect(refused.violations.map(({ code }) => code)).toEqual(codes);
  });

  it('cannot map one local code to two meanings one after the other', () => {
    const twice = recode(['aye'], { aye: ['yes'] }) as Extract<Edit, { kind: 'recode' }>;
    const map = [...twice.map, { local: 'aye', common: ['no'] }];
    expect(refusalOf(OPEN, [{ ...twice, map }]).violations.map(({ code }) => code)).toEqual(['map-not-a-function']);
  });

  it('names faults together with what a policy forbids', () => {
    const refused = refusalOf(OPEN, [{ kind: 'drop', elementId: 'q2', localReason }, translation('q9', 'fr')]);
    expect(refused.code).toBe('adaptation-against-policy');
    expect(refused.violations.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/edits/0', 'presence'],
      ['/edits/1', 'element-unknown'],
    ]);
  });

  it('tells on approval what becomes of every question, with maps and local questions and no local reason', () => {
    const adaptation = drafted([recode(['aye', 'nay'], { aye: ['yes'], nay: ['no'] }), local('local:1')]);
    adaptation.submit(pin(OPEN), AT);
    const event = adaptation.approve(pin(OPEN), undefined, 3, 'Well done', AT);
    expect(event.questions.map(({ questionId, grade }) => [questionId, grade])).toEqual([
      ['q1', 'recoded'],
      ['q2', 'translated'],
    ]);
    expect(event.questions[0]?.recodeMap).toHaveLength(2);
    expect(event.localQuestions.map(({ questionId }) => questionId)).toEqual(['local:1']);
    expect(JSON.stringify(event)).not.toMatch(/people here speak|Well done/);
    expect(adaptation.number).toBe(3);
  });

  it('is refused when maps and local questions do not fit into one event', () => {
    const many = Array.from({ length: 250 }, (_, index): Edit => {
      const edit = local(`local:${index}`) as Extract<Edit, { kind: 'add-local-question' }>;
      return { ...edit, question: { ...edit.question, wording: 'w'.repeat(4_000) } };
    });
    expect(drafted(many.slice(0, 50)).submit(pin(OPEN), AT)).toBeDefined();
    expect(refusalOf(OPEN, many).code).toBe('adaptation-too-large');
  });

  it('is reviewed by others only, and goes back to a draft when it is revised after a rejection', () => {
    const adaptation = drafted([]);
    adaptation.submit(pin(OPEN), AT);
    expect(() => adaptation.approve(pin(OPEN), 'partner', 1, undefined, AT)).toThrow(/own organisation/);
    expect(() => adaptation.reject('partner', 'policy', undefined, AT)).toThrow(/own organisation/);
    expect(adaptation.reject('another', 'policy', 'See q1', AT)).toEqual({
      adaptationId: 'adaptation',
      reason: 'policy',
      rejectedAt: AT.toISOString(),
    });
    expect(() => adaptation.submit(pin(OPEN), AT)).toThrow(/rejected cannot become submitted/);
    adaptation.revise([], AT);
    adaptation.submit(pin(OPEN), AT);
    adaptation.approve(pin(OPEN), 'another', 1, undefined, AT);
    expect(() => adaptation.revise([], AT)).toThrow(/approved cannot become draft/);
  });
});
