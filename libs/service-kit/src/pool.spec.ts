import { Writable } from 'node:stream';
import type { PoolClient } from 'pg';
import { gatherWrites } from './pool.js';

describe('A connection whose writes are gathered', () => {
  const connection = () => {
    const writes: string[] = [];
    const stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        writes.push(String(chunk));
        done();
      },
      writev: (chunks, done) => {
        writes.push(chunks.map(({ chunk }) => String(chunk)).join(' '));
        done();
      },
    });
    gatherWrites({ connection: { stream } } as unknown as PoolClient);
    return { stream, writes };
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('sends what one turn of the event loop wrote at once, in order, promises that went before included', async () => {
    const { stream, writes } = connection();
    stream.write('BEGIN');
    await Promise.resolve().then(() => stream.write('INSERT'));
    stream.write('SYNC');
    expect(writes).toEqual([]);
    await turn();
    expect(writes).toEqual(['BEGIN INSERT SYNC']);
  });

  it('sends what comes later by itself', async () => {
    const { stream, writes } = connection();
    stream.write('BEGIN');
    await turn();
    stream.write('COMMIT');
    await turn();
    expect(writes).toEqual(['BEGIN', 'COMMIT']);
  });
});
