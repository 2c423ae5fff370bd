import { CoalitionMemberJoined, CoalitionMemberLeft } from '@polyphony/contracts';
import { resetProjection } from '@polyphony/messaging';
import { eventually, testService, type TestService } from '@polyphony/testing';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { factsFor } from '../facts.fixture.js';
import { assemblyScheduling } from '../service.js';

describe('The copy of coalitions in scheduling', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService(assemblyScheduling);
  });
  afterAll(() => service?.remove());

  const members = () =>
    service.database.query<Record<'coalition_id' | 'partner_id' | 'from', string> & { until: string | null }>(
      `SELECT coalition_id, partner_id, from_date::text AS "from", until_date::text AS until
       FROM coalition_member ORDER BY coalition_id, partner_id, from_date`,
    );
  const joined = (id: string, version: number, partnerId: string, from: string) =>
    service.publish(new CoalitionMemberJoined({ coalitionId: id, partnerId, from }), { id, version });
  const left = (id: string, version: number, partnerId: string, until: string) =>
    service.publish(new CoalitionMemberLeft({ coalitionId: id, partnerId, until }), { id, version });

  it('follows who leads a coalition and who is a member from when to when', async () => {
    const [lead, guest] = [uuid(), uuid()];
    const id = await factsFor(service).coalition([{ partnerId: lead, from: '2026-01-01' }]);
    await joined(id, 2, guest, '2026-02-01');
    await left(id, 3, guest, '2026-03-01');
    await joined(id, 4, guest, '2026-05-01');
    await eventually(async () =>
      expect((await members()).filter((row) => row['coalition_id'] === id)).toEqual([
        { coalition_id: id, partner_id: lead, from: '2026-01-01', until: null },
        { coalition_id: id, partner_id: guest, from: '2026-02-01', until: '2026-03-01' },
        { coalition_id: id, partner_id: guest, from: '2026-05-01', until: null },
      ]),
    );
    expect(await service.database.query('SELECT lead_partner_id FROM coalition WHERE coalition_id = $1', [id])).toEqual(
      [{ lead_partner_id: lead }],
    );
  });

  it('ends the membership that holds on the day, also one that had an end, and the earliest day of several', async () => {
    const [lead, guest] = [uuid(), uuid()];
    const id = await factsFor(service).coalition([
      { partnerId: lead, from: '2026-01-01' },
      { partnerId: guest, from: '2026-02-01', until: '2026-06-01' },
      { partnerId: guest, from: '2026-08-01' },
    ]);
    const daysOfGuest = async () =>
      (await members()).filter((row) => row.coalition_id === id && row.partner_id === guest);
    await eventually(async () => expect(await daysOfGuest()).toHaveLength(2));
    await left(id, 2, guest, '2026-05-01');
    await left(id, 3, guest, '2026-03-01');
    await eventually(async () =>
      expect((await daysOfGuest()).map((row) => [row.from, row.until])).toEqual([
        ['2026-02-01', '2026-03-01'],
        ['2026-08-01', null],
      ]),
    );
  });

  it('comes to the same rows when it is rebuilt while events keep arriving, and when its rows had gone wrong', async () => {
    const guests = Array.from({ length: 12 }, () => uuid());
    const coalitions = await Promise.all(
      guests.map(() => factsFor(service).coalition([{ partnerId: uuid(), from: '2026-01-01' }])),
    );
    /** Every guest joins and leaves its coalition once more in each round. */
    const round = async (number: number) => {
      for (const [index, id] of coalitions.entries()) {
        await joined(id, 2 * number, guests[index]!, `2026-02-${10 + number}`);
        await left(id, 2 * number + 1, guests[index]!, `2026-02-${11 + number}`);
      }
    };
    await round(1);
    await round(2);
    await eventually(async () => expect(ended(await members(), guests)).toBe(24));
    const before = await members();

    const arriving = (async () => {
      for (let number = 3; number <= 8; number++) await round(number);
    })();
    await resetProjection(service.app.get(DataSource), service.transport.consumer('coalition'));
    await arriving;
    const live = await eventually(async () => {
      const rows = await members();
      expect(rows).toHaveLength(before.length + 6 * guests.length);
      expect(rows).toEqual(expect.arrayContaining(before));
      expect(ended(rows, guests)).toBe(8 * guests.length);
      return rows;
    });
    await service.database.query(
      `UPDATE coalition_member SET from_date = '2020-01-01' WHERE until_date = '2026-02-14'`,
    );
    expect(await members()).not.toEqual(live);

    await resetProjection(service.app.get(DataSource), service.transport.consumer('coalition'));
    await eventually(async () => expect(await members()).toEqual(live));
    expect(await service.database.query('SELECT 1 FROM parked_event')).toEqual([]);
  });
});

/** How many memberships of these partners have ended. */
function ended(rows: Record<string, unknown>[], partnerIds: string[]): number {
  return rows.filter((row) => partnerIds.includes(String(row['partner_id'])) && row['until'] !== null).length;
}
