import { eventually } from './eventually.js';

describe('eventually', () => {
  it('returns as soon as the assertion passes', async () => {
    let tries = 0;
    const third = () => {
      tries += 1;
      if (tries < 3) throw new Error(`try ${tries}`);
      return 'passed';
    };
    await expect(eventually(third)).resolves.toBe('passed');
    expect(tries).toBe(3);
  });

  it('throws the last error of an assertion that never passes', async () => {
    let tries = 0;
    const never = () => Promise.reject(new Error(`try ${(tries += 1)}`));
    await expect(eventually(never, { timeoutMs: 60 })).rejects.toThrow(/^try [2-9]$/);
  });
});
