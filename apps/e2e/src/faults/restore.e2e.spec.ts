import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { jest } from '@jest/globals';
import { SERVICES } from '@polyphony/contracts';
import { provision, withClient } from '@polyphony/engines';
import { catalogueTopics, createTopics, deleteTopics, logEnds } from '@polyphony/messaging';
import { eventually, HttpClient, STAFF } from '@polyphony/testing';
import { faultTimeout } from '../config.js';
import { CommandLine } from '../support/command-line.js';
import { FaultWorld } from '../support/fault-world.js';
import { outsider } from '../support/outsider.js';
import { PARTNER_PROFILE } from '../support/partner-profile.js';
import type { ServiceProcess } from '../support/service-process.js';

jest.setTimeout(faultTimeout());

describe('A restored engine', () => {
  let world: FaultWorld;
  let cli: CommandLine;
  let registry: ServiceProcess;
  let scheduling: ServiceProcess;
  beforeEach(async () => {
    world = await FaultWorld.create([...SERVICES]);
    cli = new CommandLine();
    cli.env = {
      DATABASE_URL: world.postgres.url,
      KAFKA_BROKERS: world.kafka.brokers.join(','),
      POLYPHONY_DATABASE: 'polyphony',
      POLYPHONY_TOPIC_PREFIX: '',
    };
    await serve();
  });
  afterEach(async () => {
    await world?.remove();
    rmSync(cli.folder, { recursive: true });
  });

  const serve = async () => {
    [registry, scheduling] = await Promise.all([world.start('partner-registry'), world.start('assembly-scheduling')]);
  };
  const stop = () => Promise.all([registry.stop(), scheduling.stop()]);
  const copies = () =>
    world.query('assembly-scheduling', 'SELECT partner_id, active FROM host_partner ORDER BY partner_id');
  const change = async (id: string, version: number, what: string, body: object = {}) => {
    const answer = await new HttpClient(registry.url, STAFF).post(`/v1/partners/${id}/${what}`, body, {
      ifMatch: `"${version}"`,
    });
    expect(answer.status).toBeLessThan(300);
  };
  /** Registers and activates, and waits for the copy. */
  const partner = async () => {
    const { body } = await new HttpClient(registry.url, STAFF).post<{ id: string }>('/v1/partners', PARTNER_PROFILE);
    await change(body.id, 1, 'activation');
    await copied(body.id, true);
    return body.id;
  };
  const copied = (id: string, active: boolean) =>
    eventually(async () => expect(await copies()).toContainEqual({ partner_id: id, active }), { timeoutMs: 60_000 });
  const findings = async () => {
    const { printed } = await cli.run('doctor', '--json');
    const { findings: all } = JSON.parse(printed) as { findings: { about: string; what: string; remedy?: string }[] };
    return all.filter(({ remedy }) => remedy !== undefined).map(({ about, what }) => `${about}: ${what}`);
  };
  /** A record that is none of ours: its key is no aggregate. */
  const sendStray = async () => {
    const producer = outsider(world.kafka.brokers).producer();
    await producer.connect();
    const headers = { ce_type: 'partner.beatified.v1', ce_sequence: '9' };
    await producer.send({ topic: 'partner-registry.partner', messages: [{ key: 'nobody', value: '{}', headers }] });
    await producer.disconnect();
  };
  /** The database becomes another: what a dump holds, as the server copies it itself. */
  const become = (name: string, from: string) =>
    withClient(world.postgres.url, async (admin) => {
      await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${from}'`);
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${from}`);
    });

  it('as an older database: copies catch up with the log, and doctor names what the log has and its owner has not', async () => {
    const kept = await partner();
    await eventually(async () => expect(await findings()).toEqual([]));
    await stop();
    await become('backup', 'polyphony');
    await serve();
    await change(kept, 2, 'suspension', { reason: 'inactivity' });
    await copied(kept, false);
    const lost = await partner();
    await sendStray();
    const before = await copies();
    await stop();

    await become('polyphony', 'backup');
    await provision(world.postgres.url, 'polyphony', [...SERVICES]);
    expect(await copies()).toEqual([{ partner_id: kept, active: true }]);
    scheduling = await world.start('assembly-scheduling');
    await eventually(async () => expect(await copies()).toEqual(before), { timeoutMs: 60_000 });
    const [finding, ...others] = await findings();
    expect(others).toEqual([]);
    expect(finding).toMatch('partner-registry.partner: the log is ahead of the database by 2 aggregates: ');
    expect(finding).toContain(`${kept} at 2, log 3`);
    expect(finding).toContain(`${lost} at nothing, log 2`);

    // The runbook's last resort: what is decided from now on comes after everything that was published.
    await world.query('partner-registry', 'UPDATE partner SET version = 3 WHERE id = $1', [kept]);
    registry = await world.start('partner-registry');
    await change(kept, 3, 'suspension', { reason: 'inactivity' });
    await change(kept, 4, 'reinstatement');
    await copied(kept, true);
  });

  it('as a log that has lost its events: doctor says who stands outside of it, and what it misses', async () => {
    await partner();
    await eventually(async () => expect(await findings()).toEqual([]));
    await stop();
    const kafka = { brokers: world.kafka.brokers, clientId: randomUUID() };
    await deleteTopics(kafka, ['partner-registry.partner']);
    // Until the broker has forgotten it too, it says that the topic exists, and nothing would be created.
    await eventually(async () => expect([...(await logEnds(kafka, ['partner-registry.partner']))]).toEqual([]));
    await eventually(() => createTopics(kafka, catalogueTopics()));
    expect(await findings()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^assembly-scheduling.host-partner: stands outside the log: partner-registry.partner\/\d+ at 2/,
        ),
        'partner-registry.partner: the log has had 0 records, the database has published 2 events',
      ]),
    );
  });
});
