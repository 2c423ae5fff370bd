import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';

const ROOT = resolve(import.meta.dirname, '../../../..');
const SCRIPT = join(ROOT, '.ci/released');
const CONTRACTS = 'libs/contracts';
const SCHEMA = 'partner.activated.v1.schema.json';
const SAMPLE = 'partner.activated.v1.json';

describe('The check of what is released', () => {
  let folder: string;
  const write = (file: string, text = '{}') => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  const settings = ['user.name=test', 'user.email=test@localhost', 'commit.gpgSign=false', 'tag.gpgSign=false'];
  const git = (...args: string[]) =>
    execFileSync('git', [...settings.flatMap((setting) => ['-c', setting]), ...args], { cwd: folder });
  const commit = () => {
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Change');
  };
  const check = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(join(folder, '.ci/released'), args, { encoding: 'utf8' });
    return status === 0 ? 'kept' : stdout + stderr;
  };

  /** A repository that has released 0.1.0, and records 0.2.0. */
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'released-'));
    git('init', '--quiet');
    mkdirSync(join(folder, '.ci'));
    cpSync(SCRIPT, join(folder, '.ci/released'));
    write(`${CONTRACTS}/generated/${SCHEMA}`);
    write(`${CONTRACTS}/generated/asyncapi.json`);
    write(`${CONTRACTS}/samples/${SAMPLE}`);
    for (const version of ['0.1.0', '0.2.0']) {
      write(`${CONTRACTS}/released/${version}/schemas/${SCHEMA}`);
      write(`${CONTRACTS}/released/${version}/samples/${SAMPLE}`);
      commit();
      if (version === '0.1.0') git('tag', 'v0.1.0');
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is content while every record is what was tagged, and the next one is what is generated', () => {
    expect(check()).toBe('kept');
    expect(check('0.2.0')).toBe('kept');
  });

  it('refuses a record that has been changed since its tag, however well the rest agrees with it', () => {
    write(`${CONTRACTS}/released/0.1.0/schemas/${SCHEMA}`, '{"title":"changed"}');
    write(`${CONTRACTS}/generated/${SCHEMA}`, '{"title":"changed"}');
    commit();
    expect(check()).toContain('"title":"changed"');
  });

  it('refuses a record that has gone since its tag', () => {
    rmSync(join(folder, CONTRACTS, 'released/0.1.0'), { recursive: true });
    commit();
    expect(check()).toContain('deleted file');
  });

  it('lets a version that is not tagged yet be recorded anew', () => {
    write(`${CONTRACTS}/released/0.2.0/samples/${SAMPLE}`, '{"a":1}');
    commit();
    expect(check()).toBe('kept');
  });

  it.each([
    ['a schema that has changed since', `generated/${SCHEMA}`],
    ['a type that is new since', 'generated/partner.praised.v1.schema.json'],
    ['a sample that has changed since', `samples/${SAMPLE}`],
    ['a sample that is new since', 'samples/partner.praised.v1.json'],
  ])('refuses to release beside its record %s', (_, file) => {
    write(`${CONTRACTS}/${file}`, '{"title":"later"}');
    commit();
    expect(check('0.2.0')).not.toBe('kept');
  });

  it('refuses to release what is not recorded', () => {
    expect(check('0.3.0')).toContain('No such file');
  });
});

describe('The workflows', () => {
  interface Job {
    uses?: string;
    needs?: string;
    steps?: { uses?: string; with?: Record<string, unknown>; run?: string }[];
  }
  const jobsOf = (name: string) =>
    (parse(readFileSync(join(ROOT, '.github/workflows', name), 'utf8')) as { jobs: Record<string, Job> }).jobs;
  const stepsWith = (name: string, command: string) =>
    Object.values(jobsOf(name))
      .map(({ steps = [] }) => steps)
      .filter((steps) => steps.some(({ run }) => run === command));

  it.each([
    ['ci.yml', '.ci/released'],
    ['release.yml', '.ci/released "${GITHUB_REF_NAME#v}"'],
  ])('check in %s what is released, with all tags there', (name, command) => {
    const [steps] = stepsWith(name, command);
    expect(steps).toContainEqual({ uses: 'actions/checkout@v4', with: { 'fetch-depth': 0 } });
  });

  it('release what CI has passed', () => {
    const { ci, release } = jobsOf('release.yml');
    expect(ci?.uses).toBe('./.github/workflows/ci.yml');
    expect(release?.needs).toBe('ci');
  });
});
