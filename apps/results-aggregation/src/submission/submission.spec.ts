import { DomainError } from '@polyphony/service-kit';
import { Submission } from './submission.js';

const AT = new Date('2026-05-01T10:00:00.000Z');
const LATER = new Date('2026-05-02T10:00:00.000Z');
const arrival = {
  assemblyId: 'assembly',
  submissionId: 'tablet-1',
  revision: 1,
  contentHash: 'hash',
  rows: 3,
  senderPartnerId: null,
};
const judgement = { adaptationId: 'adaptation', rejections: [{ index: 2, code: 'code-unknown' as const }] };

describe('A submission', () => {
  it('is judged when all is known: each row counts or not', () => {
    const [submission, event] = Submission.receive('receipt', arrival, judgement, AT);
    expect(submission).toMatchObject({ state: 'judged', adaptationId: 'adaptation', rejections: judgement.rejections });
    expect(event).toMatchObject({
      receiptId: 'receipt',
      rows: { received: 3, accepted: 2, rejected: 1, quarantined: 0 },
    });
  });

  it('waits with all its rows until then, and is released once', () => {
    const [submission, event] = Submission.receive('receipt', arrival, undefined, AT);
    expect(submission.state).toBe('quarantined');
    expect(event.rows).toEqual({ received: 3, accepted: 0, rejected: 0, quarantined: 3 });
    expect(submission.release(judgement, LATER)).toMatchObject({
      rows: { received: 3, accepted: 2, rejected: 1, quarantined: 0 },
      releasedAt: LATER.toISOString(),
    });
    expect(submission).toMatchObject({ state: 'released', releasedAt: LATER });
    expect(codeOf(() => submission.release(judgement, LATER))).toBe('submission-not-quarantined');
  });

  it('that was judged has nothing to release', () => {
    const [submission] = Submission.receive('receipt', arrival, judgement, AT);
    expect(codeOf(() => submission.release(judgement, LATER))).toBe('submission-not-quarantined');
  });

  it('keeps to the content of its revision', () => {
    const [submission] = Submission.receive('receipt', arrival, judgement, AT);
    expect(() => submission.requireSameContent('hash')).not.toThrow();
    expect(codeOf(() => submission.requireSameContent('other'))).toBe('submission-conflict');
  });
});

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  throw new Error('nothing was refused');
}
