import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createTopics, kafkaClient } from '@polyphony/messaging';
import { environment } from './config.js';
import { EmbeddedKafka } from './embedded-kafka.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { LOCALHOST } from './ports.js';
import { withClient } from './provision.js';
import { ownFolder } from './run-folders.js';

const env = environment();

describe('embedded PostgreSQL', () => {
  const folder = ownFolder();
  let server: EmbeddedPostgres;
  const rows = (sql: string) => withClient(server.url, async (client) => (await client.query(sql)).rows as unknown[]);

  beforeAll(async () => {
    server = await EmbeddedPostgres.start({ folder: join(folder, 'postgres') });
    await rows('CREATE TABLE kept AS SELECT 1 AS n');
  });

  afterAll(async () => {
    await server.stop('immediate');
    rmSync(folder, { recursive: true });
  });

  it('is version 18 and waits for the disk', async () => {
    const [settings] = await rows(
      `SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('fsync') AS fsync`,
    );
    expect(settings).toEqual({ major: 18, fsync: 'on' });
  });

  it.each(['fast', 'immediate'] as const)('keeps its address and its data over a restart in mode %s', async (mode) => {
    const { url, pid } = server;
    await server.restart(mode);
    expect(server.url).toBe(url);
    expect(server.pid).not.toBe(pid);
    await expect(rows('SELECT n FROM kept')).resolves.toEqual([{ n: 1 }]);
  });

  it('recovers from kill -9', async () => {
    await server.kill();
    expect(server.pid).toBeUndefined();
    await server.start();
    await expect(rows('SELECT n FROM kept')).resolves.toEqual([{ n: 1 }]);
  });

  it('is taken over by the next run when it still runs in that folder', async () => {
    const next = await EmbeddedPostgres.start({ folder: join(folder, 'postgres') });
    expect(next.takenOver).toBe(true);
    expect(next.pid).toBe(server.pid);
  });

  it('is started anew by a run that comes while it is shutting down', async () => {
    const { url, pid } = server;
    const next = await withClient(url, () => {
      process.kill(pid!, 'SIGTERM'); // it waits for this client, and takes no other
      return Promise.resolve({ starting: EmbeddedPostgres.start({ folder: join(folder, 'postgres') }) });
    });
    server = await next.starting;
    expect(server.takenOver).toBe(false);
    expect(server.url).toBe(url);
    await expect(rows('SELECT n FROM kept')).resolves.toEqual([{ n: 1 }]);
  });

  it('starts although a killed run left a process id that now belongs to somebody else', async () => {
    await server.kill();
    const file = join(folder, 'postgres/data/postmaster.pid');
    const [, ...rest] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [process.pid, ...rest].join('\n'));
    await server.start();
    await expect(rows('SELECT n FROM kept')).resolves.toEqual([{ n: 1 }]);
  });

  it('says which chosen port is taken', async () => {
    const other = createServer().listen(0, LOCALHOST);
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    await expect(EmbeddedPostgres.start({ folder: join(folder, 'other'), port })).rejects.toThrow(
      `Port ${port} of PostgreSQL is taken`,
    );
    other.close();
  });
});

describe('embedded Kafka', () => {
  const folder = ownFolder();
  let broker: EmbeddedKafka;
  const options = () => ({ brokers: broker.brokers, clientId: 'spec' });

  const topics = async () => {
    const admin = kafkaClient(options()).admin();
    await admin.connect();
    const names = await admin.listTopics();
    await admin.disconnect();
    return names;
  };

  beforeAll(async () => {
    broker = await EmbeddedKafka.start({ folder: join(folder, 'kafka'), env });
    await createTopics(options(), [{ topic: 'kept', config: {} }]);
  });

  afterAll(async () => {
    await broker.kill();
    rmSync(folder, { recursive: true });
  });

  it('keeps its address and its data over kill -9', async () => {
    const { brokers } = broker;
    await broker.kill();
    expect(broker.pid).toBeUndefined();
    await broker.start();
    expect(broker.brokers).toEqual(brokers);
    await expect(topics()).resolves.toContain('kept');
  });

  it('is taken over by the next run when it still runs in that folder', async () => {
    const next = await EmbeddedKafka.start({ folder: join(folder, 'kafka'), env });
    expect(next.takenOver).toBe(true);
    expect(next.pid).toBe(broker.pid);
  });

  it('is started anew by a run that finds it while it is shutting down', async () => {
    await broker.kill();
    const dying = spawn('tail', ['-f', join(folder, 'kafka/server.properties')]);
    const port = createServer((client) => {
      dying.once('exit', () => client.destroy());
      dying.kill('SIGKILL');
      port.close();
    }).listen(0, LOCALHOST);
    await once(port, 'listening');
    const file = join(folder, 'kafka/broker.json');
    const remembered = JSON.parse(readFileSync(file, 'utf8')) as object;
    const { port: number } = port.address() as { port: number };
    writeFileSync(file, JSON.stringify({ ...remembered, pid: dying.pid, port: number }));
    broker = await EmbeddedKafka.start({ folder: join(folder, 'kafka'), env });
    expect(broker.takenOver).toBe(false);
    await expect(topics()).resolves.toContain('kept');
  });

  it('starts although a killed run left a process id that now belongs to somebody else', async () => {
    await broker.kill();
    const file = join(folder, 'kafka/broker.json');
    const remembered = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...remembered, pid: process.pid }));
    await broker.start();
    await expect(topics()).resolves.toContain('kept');
  });

  it('does not make a topic because somebody asks for it', async () => {
    const producer = kafkaClient(options()).producer({ allowAutoTopicCreation: true, retry: { retries: 0 } });
    await producer.connect();
    const sent = producer.send({ topic: 'asked-for', messages: [{ value: 'x' }] });
    await expect(sent).rejects.toThrow('does not host this topic-partition');
    await producer.disconnect();
    await expect(topics()).resolves.not.toContain('asked-for');
  });
});
