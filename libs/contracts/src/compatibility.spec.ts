import { incompatibilities, type Schema, type Schemas } from './compatibility.js';
import { currentRelease } from './generate-releases.js';
import { SUSPENSION_REASONS } from './partner-registry.events.js';

const today = currentRelease().schemas;

/** The schemas of today after a change to one of them. */
function planted(type: string, change: (schema: Schema) => void): Schemas {
  const schema = structuredClone(today.get(type)!);
  change(schema);
  expect(schema).not.toEqual(today.get(type));
  return new Map([...today, [type, schema]]);
}
const property = (schema: Schema, name: string): Schema => schema.properties![name]!;
const nested = (schema: Schema, definition: string, name: string): Schema =>
  schema.$defs![definition]!.properties![name]!;
const without = (names: string[] | undefined, name: string): string[] => names!.filter((one) => one !== name);

const codes = (...more: string[]): string => JSON.stringify([...SUSPENSION_REASONS, ...more].sort());

const SUSPENDED = 'partner.suspended.v1';
const CONCLUDED = 'assembly.concluded.v1';
const SCHEDULED = 'assembly.scheduled.v1';

/** Told of a change from today to the planted schemas, and in the same words turned round for the way back. */
const BREAKS: [string, string, (schema: Schema) => void, string, string][] = [
  [
    'a property that is removed',
    SUSPENDED,
    (schema) => {
      delete schema.properties!['reason'];
      schema.required = without(schema.required, 'reason');
    },
    `${SUSPENDED}/reason is gone`,
    `${SUSPENDED}/reason is new and required`,
  ],
  [
    'an optional property that becomes required',
    SCHEDULED,
    (schema) => schema.required!.push('outsideWindow'),
    `${SCHEDULED}/outsideWindow was optional and is required`,
    `${SCHEDULED}/outsideWindow was required and is optional`,
  ],
  [
    'another type',
    SUSPENDED,
    (schema) => (property(schema, 'partnerId').type = 'integer'),
    `${SUSPENDED}/partnerId: type was "string" and is "integer"`,
    `${SUSPENDED}/partnerId: type was "integer" and is "string"`,
  ],
  [
    'another format',
    SUSPENDED,
    (schema) => (property(schema, 'suspendedAt').format = 'date'),
    `${SUSPENDED}/suspendedAt: format was "date-time" and is "date"`,
    `${SUSPENDED}/suspendedAt: format was "date" and is "date-time"`,
  ],
  [
    'a code that is added',
    SUSPENDED,
    (schema) => property(schema, 'reason').enum!.push('other'),
    `${SUSPENDED}/reason: enum was ${codes()} and is ${codes('other')}`,
    `${SUSPENDED}/reason: enum was ${codes('other')} and is ${codes()}`,
  ],
  [
    'a bound that is moved',
    CONCLUDED,
    (schema) => (nested(schema, 'Attendance', 'attended')['minimum'] = 1),
    `${CONCLUDED}/attendance/attended: minimum was 0 and is 1`,
    `${CONCLUDED}/attendance/attended: minimum was 1 and is 0`,
  ],
  [
    'a bound that is dropped',
    CONCLUDED,
    (schema) => delete nested(schema, 'Attendance', 'attended')['minimum'],
    `${CONCLUDED}/attendance/attended: minimum was 0 and is not said`,
    `${CONCLUDED}/attendance/attended: minimum was not said and is 0`,
  ],
  [
    'another pattern inside a list',
    SCHEDULED,
    (schema) => (nested(schema, 'SessionTime', 'localStart')['pattern'] = '^.*$'),
    `${SCHEDULED}/sessions/items/localStart: pattern was "^\\\\d{4}-\\\\d{2}-\\\\d{2}T\\\\d{2}:\\\\d{2}$" and is "^.*$"`,
    `${SCHEDULED}/sessions/items/localStart: pattern was "^.*$" and is "^\\\\d{4}-\\\\d{2}-\\\\d{2}T\\\\d{2}:\\\\d{2}$"`,
  ],
  [
    'a list whose elements are no longer told',
    SCHEDULED,
    (schema) => delete property(schema, 'sessions').items,
    `${SCHEDULED}/sessions: items was {"$ref":"#/$defs/SessionTime"} and is not said`,
    `${SCHEDULED}/sessions: items was not said and is {"$ref":"#/$defs/SessionTime"}`,
  ],
  [
    'another topic',
    SUSPENDED,
    (schema) => (schema['x-topic'] = 'partner-registry.coalition'),
    `${SUSPENDED}: x-topic was "partner-registry.partner" and is "partner-registry.coalition"`,
    `${SUSPENDED}: x-topic was "partner-registry.coalition" and is "partner-registry.partner"`,
  ],
];

describe('The compatibility gate', () => {
  it.each(BREAKS)('refuses %s, and the way back', (_, type, change, there, back) => {
    const changed = planted(type, change);
    expect(incompatibilities(today, changed)).toEqual([there]);
    expect(incompatibilities(changed, today)).toEqual([back]);
  });

  it('refuses another alternative of a value', () => {
    const either = (...types: string[]) =>
      planted(SUSPENDED, (schema) => (property(schema, 'reason')['anyOf'] = types.map((type) => ({ type }))));
    expect(incompatibilities(either('string', 'null'), either('string', 'integer'))).toEqual([
      `${SUSPENDED}/reason: anyOf was [{"type":"null"},{"type":"string"}] and is [{"type":"integer"},{"type":"string"}]`,
    ]);
  });

  it('refuses that a type goes, and takes a new one', () => {
    const fewer = new Map([...today].filter(([type]) => type !== SUSPENDED));
    expect(incompatibilities(today, fewer)).toEqual([`${SUSPENDED} is gone`]);
    expect(incompatibilities(fewer, today)).toEqual([]);
  });

  it('takes a new optional property, at any depth, and refuses that it goes again', () => {
    const more = planted(CONCLUDED, ({ properties, $defs }) => {
      properties!['note'] = { type: 'string' };
      $defs!['Attendance']!.properties!['observers'] = { type: 'integer' };
    });
    expect(incompatibilities(today, more)).toEqual([]);
    expect(incompatibilities(more, today)).toEqual([
      `${CONCLUDED}/attendance/observers is gone`,
      `${CONCLUDED}/note is gone`,
    ]);
  });

  it('takes other words, another order of codes, and another name of what a property holds', () => {
    const reworded = planted(CONCLUDED, (schema) => {
      schema.description = 'It is over.';
      schema.$defs = { Counts: schema.$defs!['Attendance']! };
      property(schema, 'attendance').$ref = '#/$defs/Counts';
    });
    expect(incompatibilities(today, reworded)).toEqual([]);
    const reordered = planted(SUSPENDED, (schema) => property(schema, 'reason').enum!.reverse());
    expect(incompatibilities(today, reordered)).toEqual([]);
  });

  it('ends where a definition holds itself', () => {
    const tree = (kind: string): Schemas => {
      const node: Schema = { properties: { kind: { type: kind }, child: { $ref: '#/$defs/Node' } } };
      return new Map([['tree.grown.v1', { $ref: '#/$defs/Node', $defs: { Node: node } }]]);
    };
    expect(incompatibilities(tree('string'), tree('string'))).toEqual([]);
    expect(incompatibilities(tree('string'), tree('integer'))).toHaveLength(1);
  });
});
