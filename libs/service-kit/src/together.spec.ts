import { together } from './together.js';

const failed = (code: string) => Object.assign(new Error(code), { driverError: { code } });

describe('Statements that go out together', () => {
  it('have all ended when one has failed', async () => {
    let ended = false;
    const slow = new Promise((resolve) => setImmediate(resolve)).then(() => (ended = true));
    await expect(together(slow, Promise.reject(failed('23505')))).rejects.toThrow('23505');
    expect(ended).toBe(true);
  });

  it('fail of what went wrong first, not of what that made impossible', async () => {
    const trail = () => Promise.reject(failed('25P02'));
    await expect(together(trail(), Promise.reject(failed('23505')), trail())).rejects.toThrow('23505');
    await expect(together(trail())).rejects.toThrow('25P02');
  });
});
