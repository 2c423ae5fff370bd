import { deserialise, InvalidEventData, MAX_EVENT_BYTES, serialise } from './event.js';
import { WaveConvened } from './assembly-scheduling.events.js';
import { PartnerSuspended } from './partner-registry.events.js';
import { SubmissionReceived } from './results-aggregation.events.js';

const ID = '01970000-0000-7000-8000-000000000001';
const AT = '2026-05-09T10:05:00.000Z';

describe('An event', () => {
  it.each(['null', '[]', '"text"', '1'])('is not read from %s', (json) => {
    expect(() => deserialise(PartnerSuspended, json)).toThrow(InvalidEventData);
  });

  it('is not read from what is no JSON', () => {
    expect(() => deserialise(PartnerSuspended, '{')).toThrow(SyntaxError);
  });

  it('is checked inside what it holds, and names where it is wrong', () => {
    const rows = { received: 1, accepted: -1, rejected: 0, quarantined: 0 };
    const json = JSON.stringify({
      receiptId: ID,
      submissionId: 's',
      revision: 1,
      assemblyId: ID,
      rows,
      receivedAt: AT,
    });
    expect(() => deserialise(SubmissionReceived, json)).toThrow('/rows/accepted');
  });

  it('is not written when it is too large for a record', () => {
    const event = new WaveConvened({
      waveId: ID,
      coalitionId: ID,
      subject: 'x'.repeat(MAX_EVENT_BYTES),
      addressee: 'y',
      opensOn: '2026-05-01',
      closesOn: '2026-05-31',
      methodologyVersionId: ID,
      convenedAt: AT,
    });
    expect(() => serialise(event)).toThrow('is larger than');
  });
});
