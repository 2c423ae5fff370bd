import {
  MethodologyVersionDrafted,
  MethodologyVersionPublished,
  MethodologyVersionRevised,
  MethodologyVersionState,
} from '@polyphony/contracts';
import { eventually, testService, type HttpClient, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { codeOf, methodologyOf, type Methodology } from '../methodology.fixture.js';
import { methodology } from '../service.js';
import { contentWith, coreQuestion } from './content.fixture.js';
import type { Content } from './content.js';
import type { MethodologyVersionSummary, MethodologyVersionView } from './methodology-version.queries.js';

const CONTENT = contentWith(coreQuestion('q1', { wording: 'translate', codes: 'translate' }), coreQuestion('q2'));

describe('Methodology versions over HTTP', () => {
  let service: TestService;
  let given: Methodology;
  beforeAll(async () => {
    service = await testService(methodology);
    given = methodologyOf(service);
  });
  afterAll(() => service?.remove());

  const command = (version: MethodologyVersionView, verb: string, body?: object) =>
    given.command<MethodologyVersionView>('methodology-versions', version, verb, body);

  it('go from draft to published and tell everybody, in order', async () => {
    const draft = await given.draft();
    expect(draft).toMatchObject({ status: 'draft', version: 1, modules: 0, questions: 0, publishedAt: null });
    const { body: revised } = await command(draft, 'revisions', { content: CONTENT });
    expect(revised).toMatchObject({ version: 2, content: CONTENT, modules: 2, questions: 2, coreQuestions: 2 });
    const { body: published } = await command(revised, 'publication');
    expect(published).toMatchObject({ version: 3, status: 'published', publishedAt: expect.any(String), changes: [] });
    expect((await service.http.get(`/v1/methodology-versions/${draft.id}`)).body).toEqual(published);

    const events = [MethodologyVersionDrafted, MethodologyVersionRevised, MethodologyVersionPublished];
    await eventually(async () => {
      const records = await Promise.all(events.map(async (type) => service.published(type)));
      const mine = records.flat().filter((record) => record.key === draft.id);
      expect(mine.map((record) => record.headers['ce_sequence'])).toEqual(['1', '2', '3']);
      expect(mine[1]?.data).toMatchObject({ modules: 2, questions: 2 });
      expect(mine[2]?.data).toMatchObject({ semver: '1.0.0', sourceLanguage: 'en' });
      const { questions } = mine[2]!.data as MethodologyVersionPublished;
      expect(questions.map(({ questionId }) => questionId)).toEqual(['q1', 'q2']);
    });
  });

  it('stand whole on their state topic once they are published, and before only with their number', async () => {
    const draft = await given.draft(CONTENT);
    const { body: published } = await command(draft, 'publication');
    const { methodology: family, semver, draftedAt, title, sourceLanguage, changes } = published;
    const head = { methodologyVersionId: draft.id, methodology: family, semver, draftedAt };
    const questions = CONTENT.questions.map(({ moduleId, policies, ...question }) =>
      policies ? { moduleId, question, policies } : { moduleId, question },
    );
    await eventually(async () => {
      const states = (await service.published(MethodologyVersionState)).filter(({ key }) => key === draft.id);
      expect(states.map(({ headers, data }) => [headers['ce_sequence'], data])).toEqual([
        ['1', { ...head, status: 'draft' }],
        [
          '2',
          {
            ...head,
            status: 'published',
            publishedAt: published.publishedAt,
            content: { title, sourceLanguage, ...CONTENT, questions, changes },
          },
        ],
      ]);
    });
  });

  it('never change once they are published, by command or in the database', async () => {
    const published = await given.publish(CONTENT);
    const refused = await command(published, 'revisions', { content: contentWith() });
    expect(codeOf(refused)).toEqual([409, 'methodology-version-published']);
    expect(codeOf(await command(published, 'publication'))).toEqual([409, 'methodology-version-published']);
    await expect(
      service.database.query(`UPDATE methodology_version SET title = 'Other' WHERE id = $1`, [published.id]),
    ).rejects.toThrow(/never changes/);
  });

  it('are refused with everything that is missing at once', async () => {
    const broken: Content = contentWith({ ...coreQuestion('q1'), concept: '', moduleId: 'nowhere' });
    const answer = await command(await given.draft(broken), 'publication');
    expect(codeOf(answer)).toEqual([422, 'methodology-version-incomplete']);
    expect((answer.body as unknown as { errors: object[] }).errors).toEqual([
      expect.objectContaining({ pointer: '/content/questions/0/moduleId', code: 'module-unknown' }),
      expect.objectContaining({ pointer: '/content/questions/0', code: 'concept-missing' }),
    ]);
  });

  it('rise by as much as has changed, in one family', async () => {
    const family = { methodology: `family-${uuid()}` };
    await given.publish(CONTENT, family);
    const twin = await service.http.post('/v1/methodology-versions', {
      ...family,
      semver: '1.0.0',
      title: 'Again',
      sourceLanguage: 'en',
    });
    expect(codeOf(twin)).toEqual([409, 'methodology-version-exists']);
    const other = contentWith({ ...CONTENT.questions[0]!, concept: 'other' });
    const minor = await command(await given.draft(other, { ...family, semver: '1.1.0' }), 'publication');
    expect(codeOf(minor)).toEqual([422, 'semver-understated']);
    expect((minor.body as unknown as { errors: object[] }).errors).toEqual([
      expect.objectContaining({ code: 'removed', detail: expect.stringContaining('q2') }),
      expect.objectContaining({ code: 'concept', detail: expect.stringContaining('q1') }),
    ]);
    const { body: major } = await command(await given.draft(other, { ...family, semver: '2.0.0' }), 'publication');
    expect(major.changes).toEqual([
      { elementId: 'q2', what: 'removed', level: 'major' },
      { elementId: 'q1', what: 'concept', level: 'major' },
    ]);
    const late = await command(await given.draft(CONTENT, { ...family, semver: '1.2.0' }), 'publication');
    expect(codeOf(late)).toEqual([422, 'semver-not-rising']);
    const { body: list } = await service.http.get<{ items: MethodologyVersionSummary[] }>(
      `/v1/methodology-versions?methodology=${family.methodology}&status=published`,
    );
    expect(list.items.map(({ semver }) => semver)).toEqual(['1.0.0', '2.0.0']);
    expect(list.items[0]).not.toHaveProperty('content');
  });

  it('are read by everybody once published; a draft is seen by the network only', async () => {
    const family = { methodology: `family-${uuid()}` };
    const published = await given.publish(CONTENT, family);
    const draft = await given.draft(CONTENT, { ...family, semver: '2.0.0' });
    const nobody = service.http.as();
    expect((await nobody.get(`/v1/methodology-versions/${published.id}`)).body).toEqual(published);
    expect(codeOf(await nobody.get(`/v1/methodology-versions/${draft.id}`))).toEqual([
      404,
      'methodology-version-unknown',
    ]);
    const listed = async (http: HttpClient, query = '') =>
      (
        await http.get<{ items: MethodologyVersionSummary[] }>(
          `/v1/methodology-versions?methodology=${family.methodology}${query}`,
        )
      ).body.items.map(({ id }) => id);
    expect(await listed(nobody)).toEqual([published.id]);
    expect(await listed(nobody, '&status=draft')).toEqual([]);
    const analyst = service.http.as({ actor: 'ana', role: 'analyst' });
    expect(await listed(analyst)).toEqual([published.id, draft.id]);
    expect((await analyst.get(`/v1/methodology-versions/${draft.id}`)).status).toBe(200);
  });

  it('hold four hundred questions', async () => {
    const many = contentWith(...Array.from({ length: 400 }, (_, index) => coreQuestion(`q${index}`)));
    const published = await given.publish(many);
    expect(published.content.questions).toHaveLength(400);
  });

  it('name each invalid field of a draft by JSON pointer', async () => {
    const question = { ...coreQuestion('q 1'), policies: { wording: 'anything' }, weight: 3 };
    const answer = await service.http.post('/v1/methodology-versions', {
      methodology: 'Global Dialogue',
      semver: '1.0',
      title: 'Climate',
      sourceLanguage: 'en',
      content: { ...CONTENT, questions: [question] },
    });
    expect(answer.status).toBe(400);
    const pointers = (answer.body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
    expect([...new Set(pointers)].sort()).toEqual([
      '/content/questions/0/policies/wording',
      '/content/questions/0/questionId',
      '/content/questions/0/weight',
      '/methodology',
      '/semver',
    ]);
    for (const element of [null, [], 'x']) {
      const content = { modules: [element], questions: [], extensionSlots: [] };
      const refused = await command(await given.draft(), 'revisions', { content });
      expect(codeOf(refused)).toEqual([400, 'body-invalid']);
    }
  });
});
