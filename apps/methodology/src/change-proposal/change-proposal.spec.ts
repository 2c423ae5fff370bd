import type { Stance } from '@polyphony/contracts';
import fc from 'fast-check';
import { ChangeProposal } from './change-proposal.js';

const AT = new Date('2026-05-01T10:00:00Z');
const raised = () =>
  ChangeProposal.raise(
    'proposal',
    {
      methodologyVersionId: 'version',
      partnerId: 'proposer',
      elementId: 'q1',
      change: 'Ask plainly',
      reason: 'Jargon',
    },
    AT,
  )[0];
const DECISION = { outcome: 'accepted', rule: 'two thirds', explanation: 'Objection noted' } as const;

describe('A change proposal', () => {
  it('counts the last word of every partner, and keeps all of them', () => {
    const said = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom<Stance>('support', 'object'));
    fc.assert(
      fc.property(fc.array(said), (stances) => {
        const proposal = raised();
        stances.forEach(([partner, stance]) => proposal.takeStance(partner, stance, 'because', AT));
        const decided = proposal.decide(DECISION, AT);
        const last = (partner: string) => stances.findLast(([who]) => who === partner)?.[1];
        const those = (stance: Stance) => ['a', 'b', 'c', 'd'].filter((partner) => last(partner) === stance);
        expect([...decided.supporters].sort()).toEqual(those('support'));
        expect([...decided.objectors].sort()).toEqual(those('object'));
        expect(proposal.stances).toHaveLength(stances.length);
      }),
    );
  });

  it('takes no stance of who raised it, and none after the decision', () => {
    const proposal = raised();
    expect(() => proposal.takeStance('proposer', 'support', 'mine', AT)).toThrow(/stance of who raised it/);
    proposal.decide(DECISION, AT);
    expect(() => proposal.takeStance('a', 'object', 'late', AT)).toThrow(/decided already/);
    expect(() => proposal.decide(DECISION, AT)).toThrow(/decided already/);
  });
});
