import { pickEngines } from './pick-engines.js';

const machine = (has: { java?: boolean; docker?: boolean }) => ({
  hasJava: () => Promise.resolve(has.java ?? false),
  hasDocker: () => Promise.resolve(has.docker ?? false),
});

const DATABASE_URL = 'postgresql://u:p@db:5432/postgres';
const KAFKA_BROKERS = 'one:9092, two:9092';

describe('the rule that picks the engines', () => {
  it('uses the given ones, whatever else is set or found', async () => {
    const env = { DATABASE_URL, KAFKA_BROKERS, POLYPHONY_ENGINES: 'containers' };
    await expect(pickEngines(env, machine({ java: true, docker: true }))).resolves.toEqual({
      kind: 'given',
      databaseUrl: DATABASE_URL,
      brokers: ['one:9092', 'two:9092'],
    });
  });

  it.each([
    ['embedded', { docker: true }],
    ['containers', { java: true }],
  ])('follows POLYPHONY_ENGINES=%s without looking at the machine', async (kind, has) => {
    await expect(pickEngines({ POLYPHONY_ENGINES: kind }, machine(has))).resolves.toEqual({ kind });
  });

  it.each([
    [{ java: true, docker: true }, 'embedded'],
    [{ java: true }, 'embedded'],
    [{ docker: true }, 'containers'],
  ])('finds %j and uses %s', async (has, kind) => {
    await expect(pickEngines({}, machine(has))).resolves.toEqual({ kind });
  });

  it.each([
    ['only the database is given', { DATABASE_URL }, /KAFKA_BROKERS is not: set both or none/],
    ['only the brokers are given', { KAFKA_BROKERS }, /DATABASE_URL is not: set both or none/],
    ['the wish is unknown', { POLYPHONY_ENGINES: 'podman' }, /set it to "embedded" or "containers"/],
    ['nothing is given or found', {}, /Neither Java 17 .* install one of them/],
    ['a variable is set to nothing', { DATABASE_URL: '', KAFKA_BROKERS: '' }, /install one of them/],
  ])('says in one sentence what to do when %s', async (_, env, sentence) => {
    await expect(pickEngines(env, machine({}))).rejects.toThrow(sentence);
  });
});
