import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { CATALOGUE } from './catalogue.js';
import { deserialise, InvalidEventData, serialise, type EventClass } from './event.js';
import { documents, ROOT } from './generate-documents.js';

const SAMPLES = join(ROOT, 'libs/contracts/samples');
const sampleOf = (type: string): string => readFileSync(join(SAMPLES, `${type}.json`), 'utf8');
const events = CATALOGUE.flatMap(({ topic, kind, events: classes }) =>
  classes.map((eventClass) => ({ topic, kind, eventClass })),
);
const each = events.map(({ eventClass }) => [eventClass.type, eventClass] as const);

describe('The catalogue', () => {
  it('names events as <aggregate>.<past-verb>.v<n> on the topic <service>.<aggregate>, and states likewise', () => {
    for (const { topic, kind, eventClass } of events) {
      const [aggregate, verb] = eventClass.type.split('.');
      expect(eventClass.type).toMatch(/^[a-z-]+\.[a-z-]+\.v[1-9]\d*$/);
      expect([topic.split('.')[1], verb === 'state']).toEqual(
        kind === 'state' ? [`${aggregate}-state`, true] : [aggregate, false],
      );
    }
    expect(new Set(each.map(([type]) => type)).size).toBe(each.length);
  });

  it('has one sample of each event and no other', () => {
    expect(readdirSync(SAMPLES).sort()).toEqual(each.map(([type]) => `${type}.json`).sort());
  });

  it('has no field for a contact or free text, and one for the name of somebody: on a topic that forgets', () => {
    // A file's name and a partner's kind are not about a person; wordings and labels are published texts.
    const allowed = new Set(['release.published.v1 name', 'release.state.v1 name', 'partner.state.v1 name']);
    for (const [type] of each)
      for (const [, field] of sampleOf(type).matchAll(/"(\w+)":/g))
        if (/name|mail|phone|address$|note|text|comment|explanation/i.test(field!))
          expect([...allowed]).toContain(`${type} ${field}`);
  });

  it('is what schemas and docs/events.md were generated from (else: npm run generate)', () => {
    const generated = documents();
    for (const [path, text] of generated)
      expect({ path, text: readFileSync(join(ROOT, path), 'utf8') }).toEqual({ path, text });
    // Beside them stands what is also made from the services' own words.
    const schemas = readdirSync(join(ROOT, 'libs/contracts/generated')).filter((file) => file !== 'asyncapi.json');
    expect(schemas.every((file) => generated.has(`libs/contracts/generated/${file}`))).toBe(true);
  });
});

describe('The contracts as a package', () => {
  it('hands out every schema and sample, and the AsyncAPI document', () => {
    const { resolve } = createRequire(import.meta.url);
    expect(resolve('@polyphony/contracts/asyncapi.json')).toBe(join(ROOT, 'libs/contracts/generated/asyncapi.json'));
    for (const [type] of each) {
      const schema = resolve(`@polyphony/contracts/schemas/${type}.schema.json`);
      expect(schema).toBe(join(ROOT, `libs/contracts/generated/${type}.schema.json`));
      expect((JSON.parse(readFileSync(schema, 'utf8')) as { $id: string }).$id).toBe(`urn:polyphony:event:${type}`);
      expect(resolve(`@polyphony/contracts/samples/${type}.json`)).toBe(join(SAMPLES, `${type}.json`));
    }
  });
});

describe.each(each)('%s', (type: string, eventClass: EventClass) => {
  const sample = JSON.parse(sampleOf(type)) as Record<string, unknown>;

  it('reads its sample and writes it back unchanged', () => {
    expect(JSON.parse(serialise(deserialise(eventClass, sampleOf(type))))).toEqual(sample);
  });

  it('has a JSON Schema that its sample meets', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    (addFormats as unknown as typeof addFormats.default)(ajv);
    const path = join(ROOT, `libs/contracts/generated/${type}.schema.json`);
    expect(existsSync(path)).toBe(true);
    const validate = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
    validate(sample);
    expect(validate.errors).toBeNull();
  });

  it('ignores an unknown field when it is read and refuses it when it is written', () => {
    const more = JSON.stringify({ ...sample, surprise: 1 });
    expect(deserialise(eventClass, more)).not.toHaveProperty('surprise');
    const built = new eventClass({ ...sample, surprise: 1 });
    expect(() => serialise(built)).toThrow(InvalidEventData);
  });

  it('is refused without any of its required fields', () => {
    const { required } = JSON.parse(
      readFileSync(join(ROOT, `libs/contracts/generated/${type}.schema.json`), 'utf8'),
    ) as { required: string[] };
    expect(required.length).toBeGreaterThan(1);
    for (const field of required) {
      const less = Object.fromEntries(Object.entries(sample).filter(([name]) => name !== field));
      expect(() => deserialise(eventClass, JSON.stringify(less))).toThrow(field);
    }
  });
});
