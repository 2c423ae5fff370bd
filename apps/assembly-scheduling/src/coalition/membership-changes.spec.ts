import { CoalitionChartered, CoalitionMemberJoined, CoalitionMemberLeft } from '@polyphony/contracts';
import fc from 'fast-check';
import { foldMemberships, type DatedMember } from './membership-changes.js';

type Change = CoalitionChartered | CoalitionMemberJoined | CoalitionMemberLeft;
const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);

/** What the consumer does with a batch, on rows in memory. */
function apply(rows: DatedMember[], events: Change[]): DatedMember[] {
  const { ended, begun } = foldMemberships(events);
  const kept = rows.map((row) => {
    const [until] = ended
      .filter(({ coalitionId, partnerId }) => coalitionId === row.coalitionId && partnerId === row.partnerId)
      .map((change) => change.until)
      .filter((day) => row.from < day && (row.until === undefined || day < row.until))
      .sort();
    return until === undefined ? row : { ...row, until };
  });
  return [...kept, ...begun];
}

/** Two coalitions of four partners who come and go; p1 was chartered with an end that it mostly does not wait for. */
const history = fc.array(fc.tuple(fc.nat(1), fc.nat(3)), { maxLength: 30 }).map((steps): Change[] => {
  const inside = new Set<string>();
  const events: Change[] = ['c0', 'c1'].map((coalitionId) => {
    inside.add(`${coalitionId}p0`).add(`${coalitionId}p1`);
    const members = [
      { partnerId: 'p0', from: day(0) },
      { partnerId: 'p1', from: day(0), until: day(50) },
    ];
    return new CoalitionChartered({ coalitionId, leadPartnerId: 'p0', members, charteredAt: '2026-01-01T00:00:00Z' });
  });
  steps.forEach(([coalition, partner], index) => {
    const [coalitionId, partnerId] = [`c${coalition}`, `p${partner}`];
    const on = day(index + 2);
    if (inside.delete(coalitionId + partnerId))
      events.push(new CoalitionMemberLeft({ coalitionId, partnerId, until: on }));
    else {
      inside.add(coalitionId + partnerId);
      events.push(new CoalitionMemberJoined({ coalitionId, partnerId, from: on }));
    }
  });
  return events;
});

describe('Membership changes', () => {
  it('come to the same memberships however the log is cut into batches', () => {
    fc.assert(
      fc.property(history, fc.array(fc.nat(40)), (events, cuts) => {
        const bounds = [0, ...cuts.filter((cut) => cut < events.length).sort((a, b) => a - b), events.length];
        let rows: DatedMember[] = [];
        bounds.slice(1).forEach((end, index) => (rows = apply(rows, events.slice(bounds[index], end))));
        let oneByOne: DatedMember[] = [];
        for (const event of events) oneByOne = apply(oneByOne, [event]);
        expect(rows).toEqual(oneByOne);
      }),
    );
  });

  it('end the membership that holds on the day, and leave those before and after as they are', () => {
    const members = [
      { partnerId: 'a', from: day(0), until: day(10) },
      { partnerId: 'a', from: day(20) },
    ];
    const chartered = new CoalitionChartered({
      coalitionId: 'c0',
      leadPartnerId: 'lead',
      members,
      charteredAt: '2026-01-01T00:00:00Z',
    });
    const left = (until: string) => new CoalitionMemberLeft({ coalitionId: 'c0', partnerId: 'a', until });
    const ends = (rows: DatedMember[]) => rows.map(({ until }) => until);
    for (const batches of [[[chartered, left(day(8)), left(day(5))]], [[chartered], [left(day(8)), left(day(5))]]]) {
      let rows: DatedMember[] = [];
      for (const batch of batches) rows = apply(rows, batch);
      expect(ends(rows)).toEqual([day(5), undefined]);
    }
  });
});
