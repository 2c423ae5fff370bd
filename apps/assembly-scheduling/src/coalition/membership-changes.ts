import { CoalitionChartered, CoalitionMemberJoined, type CoalitionMemberLeft } from '@polyphony/contracts';

/** One membership interval: `from` inclusive, `until` exclusive, absent while it lasts. */
export interface DatedMember {
  coalitionId: string;
  partnerId: string;
  from: string;
  until?: string;
}

/**
 * What a batch of events changes: first memberships that were stored earlier end, then others begin. An end is that of
 * the membership that holds on its day; of several for one membership, the earliest counts.
 */
export interface MembershipChanges {
  ended: { coalitionId: string; partnerId: string; until: string }[];
  begun: DatedMember[];
}

/** Events in the order of the log; a partner has at most one membership of a coalition on any day. */
export function foldMemberships(
  events: (CoalitionChartered | CoalitionMemberJoined | CoalitionMemberLeft)[],
): MembershipChanges {
  const changes: MembershipChanges = { ended: [], begun: [] };
  for (const event of events) {
    const { coalitionId } = event;
    if (event instanceof CoalitionChartered)
      changes.begun.push(...event.members.map((member) => ({ coalitionId, ...member })));
    else if (event instanceof CoalitionMemberJoined)
      changes.begun.push({ coalitionId, partnerId: event.partnerId, from: event.from });
    else {
      const { partnerId, until } = event;
      const held = changes.begun.find(
        (member) =>
          member.coalitionId === coalitionId &&
          member.partnerId === partnerId &&
          member.from < until &&
          (member.until === undefined || until < member.until),
      );
      if (held) held.until = until;
      else changes.ended.push({ coalitionId, partnerId, until });
    }
  }
  return changes;
}
