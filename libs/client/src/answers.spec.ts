import { itemsOf, on, Refused, viewOf, type Answer } from './answers.js';

const given = <View>(data: View): Promise<Answer<View>> =>
  Promise.resolve({ data, response: new Response(null, { status: 200 }) });
const refused = (status: number, error: unknown): Promise<Answer> =>
  Promise.resolve({ error, response: new Response(null, { status }) });

describe('An answer', () => {
  it('is a view, or a refusal that says what is wrong where', async () => {
    await expect(viewOf(given({ id: 'a' }))).resolves.toEqual({ id: 'a' });
    const errors = [{ pointer: '/edits/3', code: 'presence', detail: 'is fixed' }];
    const asked = viewOf(refused(422, { code: 'adaptation-against-policy', detail: 'Not allowed', errors }));
    const refusal = (await asked.catch((error: unknown) => error)) as Refused;
    expect(refusal).toBeInstanceOf(Refused);
    expect(refusal).toMatchObject({ status: 422, code: 'adaptation-against-policy', errors });
    expect(refusal.message).toContain('422 adaptation-against-policy Not allowed\n  /edits/3 is fixed');
  });

  it('is a refusal too when it comes from something else than a service', async () => {
    await expect(viewOf(refused(502, 'Bad gateway'))).rejects.toThrow('502 Bad gateway');
    await expect(viewOf(refused(502, undefined))).rejects.toMatchObject({ status: 502, code: 'unknown', errors: [] });
  });

  it('is read to the last page of a list', async () => {
    const pages = new Map([
      [undefined, { items: [1, 2], next: 'b' }],
      ['b', { items: [3], next: 'c' }],
      ['c', { items: [] as number[] }],
    ]);
    await expect(itemsOf(({ cursor }) => given(pages.get(cursor)!))).resolves.toEqual([1, 2, 3]);
  });

  it('is what the next command is about', () => {
    expect(on({ id: 'a', version: 3 })).toEqual({ path: { id: 'a' }, header: { 'If-Match': '"3"' } });
  });
});
