import { freePort } from './ports.js';

describe('A free port', () => {
  it('is given to one caller only, as nobody listens there yet when the next one asks', async () => {
    const ports = new Set<number>();
    for (let drawn = 0; drawn < 500; drawn += 1) ports.add(await freePort());
    expect(ports.size).toBe(500);
  });

  it('is the one of before, when nobody has taken that', async () => {
    const before = await freePort();
    expect(await freePort(before)).toBe(before);
  });
});
