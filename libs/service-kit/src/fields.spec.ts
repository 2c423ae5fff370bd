import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { FIELD_SCHEMAS, IfGiven, IsCountry, IsDay, IsId, IsInstant, IsLanguage, IsText } from './fields.js';

class Form {
  @IfGiven() @IsId() id?: string;
  @IfGiven() @IsId({ each: true }) ids?: string[];
  @IfGiven() @IsText(5) text?: string;
  @IfGiven() @IsLanguage({ each: true }) languages?: string[];
  @IfGiven() @IsCountry() country?: string;
  @IfGiven() @IsDay() day?: string;
  @IfGiven() @IsInstant() instant?: string;
}

/** What a field becomes; undefined when it is refused. */
function read(field: keyof Form, value: unknown): unknown {
  const form = plainToInstance(Form, { [field]: value });
  return validateSync(form).length === 0 ? form[field] : undefined;
}

describe('A field of a request', () => {
  const id = 'a1b2c3d4-0000-7000-8000-00000000000f';

  it('reads an id in any case as the same id', () => {
    expect(read('id', id.toUpperCase())).toBe(id);
    expect(read('ids', [id, id.toUpperCase()])).toEqual([id, id]);
    fc.assert(fc.property(fc.uuid(), (any) => read('id', any.toUpperCase()) === any));
  });

  it('reads a text without the blanks around it, and refuses one of blanks only', () => {
    expect(read('text', '  five5 ')).toBe('five5');
    for (const wrong of ['   ', '', ' sixsix ', ['five5'], 5]) expect(read('text', wrong)).toBeUndefined();
  });

  it('reads a language in its canonical spelling', () => {
    expect(read('languages', ['EN-us', 'zh-hant', 'iw'])).toEqual(['en-US', 'zh-Hant', 'he']);
    for (const wrong of ['en_US', '', 'e', 'english language', `en-x-${'a1234567-'.repeat(4)}b`])
      expect(read('languages', [wrong])).toBeUndefined();
  });

  it('reads a country in capitals', () => {
    expect(read('country', 'fr')).toBe('FR');
    expect(read('country', 'xx')).toBeUndefined();
  });

  it('takes days of the calendar only', () => {
    expect(read('day', '2028-02-29')).toBe('2028-02-29');
    for (const wrong of [
      '2026-02-29',
      '2026-02-30',
      '2026-13-01',
      '2026-1-1',
      '2026-W10',
      '20260101',
      '2026-01-01T00:00Z',
    ])
      expect(read('day', wrong)).toBeUndefined();
  });

  it('takes instants with an offset only', () => {
    expect(read('instant', '2026-10-01T09:00:00.5+02:00')).toBe('2026-10-01T09:00:00.5+02:00');
    for (const wrong of ['2026-10-01T09:00:00', '2026-02-30T09:00:00Z', '2026-10-01', '2026-10-01T09:00:00+99:00'])
      expect(read('instant', wrong)).toBeUndefined();
  });

  it.each([
    ['text', 'isText', ['  a '], ['', ' ']],
    [
      'languages',
      'isLanguage',
      ['EN-us', 'zh-hant', 'ca-valencia', 'de-1996', 'qaa-x-ours'],
      ['', 'e', 'en_US', 'four', 'en-u-co-phonebk'],
    ],
    ['country', 'isISO31661Alpha2', ['fr', 'KE'], ['', 'FRA']],
    ['day', 'isDay', ['2028-02-29', '1999-12-31'], ['1045-07-19', '2889-07-01', '2026-13-01']],
    ['instant', 'isInstant', ['2026-10-01T09:00:00.5+02:00'], ['8191-01-06T22:46:33Z', '2026-10-01T09:00:00+99:00']],
  ] as const)('is told by OpenAPI in which form it is taken: %s', (field, rule, right, wrong) => {
    const { pattern } = FIELD_SCHEMAS[rule];
    const one = (text: string): string | string[] => (field === 'languages' ? [text] : text);
    for (const text of right)
      expect([text, read(field, one(text)) !== undefined, text.match(pattern)]).toEqual([
        text,
        true,
        expect.anything(),
      ]);
    for (const text of wrong)
      expect([text, read(field, one(text)), text.match(pattern)]).toEqual([text, undefined, null]);
  });

  it.each(['id', 'text', 'languages', 'country', 'day', 'instant'] as const)(
    'may be left out and may not be null: %s',
    (field) => {
      expect(validateSync(plainToInstance(Form, {}))).toEqual([]);
      expect(validateSync(plainToInstance(Form, { [field]: null }))).toHaveLength(1);
    },
  );
});
