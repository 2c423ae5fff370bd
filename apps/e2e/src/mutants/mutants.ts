/** One guard switched off: a small patch, and the test that must notice. */
export interface Mutant {
  guard: string;
  file: string;
  /** Must stand in the file exactly once. */
  find: string;
  replace: string;
  spec: string;
  /** Name of the test that must fail. */
  test: string;
}

const MESSAGING = 'libs/messaging/src';
const DELIVERY = 'apps/e2e/src/backbone/delivery.int.spec.ts';
const KIT = 'libs/service-kit/src';
const HEALTH = 'apps/e2e/src/backbone/health.int.spec.ts';
const LANE = `${MESSAGING}/lane.spec.ts`;
const POSITIONS = 'apps/e2e/src/backbone/positions.int.spec.ts';
const RELAY = 'apps/e2e/src/backbone/relay.int.spec.ts';
const TOKENS = 'apps/e2e/src/identity/tokens.int.spec.ts';
const SUBMISSION = 'apps/results-aggregation/src/submission/submission.int.spec.ts';
const PARTNER = 'apps/partner-registry/src/partner/partner.int.spec.ts';

export const MUTANTS: readonly Mutant[] = [
  {
    guard: 'the event is stored in the transaction of the change',
    file: `${MESSAGING}/outbox.ts`,
    find: 'await tx.query(',
    replace: 'await tx.connection.query(',
    spec: RELAY,
    test: 'publishes what is committed',
  },
  {
    guard: 'a row leaves the outbox only when Kafka has acknowledged it',
    file: `${MESSAGING}/relay.ts`,
    find: 'await this.producer.sendBatch({ acks: -1, topicMessages: this.toTopicMessages(rows) });',
    replace:
      'void this.producer.sendBatch({ acks: -1, topicMessages: this.toTopicMessages(rows) }).catch(() => undefined);',
    spec: RELAY,
    test: 'keeps an event until Kafka has acknowledged it',
  },
  {
    guard: 'one relay of a service is active',
    file: `${MESSAGING}/relay.ts`,
    find: 'return result.rows[0]?.leads ?? false;',
    replace: 'return result.rows.length > 0;',
    spec: RELAY,
    test: 'sends with one replica at a time',
  },
  {
    guard: 'a key stays on its partition',
    file: `${MESSAGING}/relay.ts`,
    find: 'partition: partitionOf(row.key),',
    replace: 'partition: Number(row.seq) % 12,',
    spec: PARTNER,
    test: 'publishes what happened under the versions',
  },
  {
    guard: 'the position moves by compare-and-set',
    file: `${MESSAGING}/positions.ts`,
    find: 'AND next_offset = $4`',
    replace: 'AND $4::bigint IS NOT NULL`',
    spec: DELIVERY,
    test: 'rebuilds its projection to the same rows',
  },
  {
    guard: 'the position moves in the transaction of the effect',
    file: `${MESSAGING}/delivery.ts`,
    find: 'await movePosition(tx, at, batch.from, batch.next);',
    replace: 'await movePosition(dataSource.manager, at, batch.from, batch.next);',
    spec: DELIVERY,
    test: 'tries again after a transient error',
  },
  {
    guard: 'an event that was handled is skipped when it comes again',
    file: `${MESSAGING}/delivery.ts`,
    find: 'if (event.sequence <= (handled.get(event.key) ?? 0)) continue;',
    replace: '',
    spec: DELIVERY,
    test: 'applies each event once although each arrives three times',
  },
  {
    guard: 'later events of a key park behind a parked one',
    file: `${MESSAGING}/delivery.ts`,
    find: 'record.key !== null && blocked.has(record.key)',
    replace: 'false as boolean',
    spec: DELIVERY,
    test: 'parks an event that always fails',
  },
  {
    guard: 'an event that keeps failing is isolated and parked',
    file: `${MESSAGING}/lane.ts`,
    find: 'if (error instanceof PositionMoved || isTransient(error) || batch.records.length === 0) throw error;',
    replace: 'if (batch.records.length >= 0) throw error;',
    spec: DELIVERY,
    test: 'parks an event that always fails',
  },
  {
    guard: 'parked events are replayed in the order of the log',
    file: `${MESSAGING}/parking.ts`,
    find: 'ORDER BY message_offset LIMIT 1',
    replace: 'ORDER BY message_offset DESC LIMIT 1',
    spec: DELIVERY,
    test: 'parks an event that always fails',
  },
  {
    guard: 'a transient error is tried again, not parked',
    file: `${MESSAGING}/transient.ts`,
    find: 'if (!(error instanceof Error)) return false;',
    replace: 'if (error !== undefined) return false;',
    spec: DELIVERY,
    test: 'tries again after a transient error',
  },
  {
    guard: 'a malformed event is parked',
    file: `${MESSAGING}/delivery.ts`,
    find: 'if (!isPoison && !(error instanceof MalformedEvent)) throw error;',
    replace: 'if (!isPoison) continue;',
    spec: DELIVERY,
    test: 'keeps parking what is malformed',
  },
  {
    guard: 'records after a gap are not applied',
    file: `${MESSAGING}/lane.ts`,
    find: 'if (fetched.requested > position) {',
    replace: 'if (fetched.requested < 0n) {',
    spec: POSITIONS,
    test: 'is not passed over when records after a gap arrive first',
  },
  {
    guard: 'a lane starts at the stored position, not at the offset of the broker',
    file: `${MESSAGING}/lane.ts`,
    find: `      this.position = stored;
      this.controls.seek(stored);`,
    replace: '      this.position = stored;',
    spec: POSITIONS,
    test: 'is what the database says',
  },
  {
    guard: 'a position outside the log stops its partition',
    file: `${MESSAGING}/lane.ts`,
    find: 'if ((stored < log.low && stored !== 0n) || stored > log.high) {',
    replace: 'if (stored < 0n) {',
    spec: POSITIONS,
    test: 'stops its partition when it lies outside',
  },
  {
    guard: 'a lane that was taken away leaves the client to its successor',
    file: `${MESSAGING}/lane.ts`,
    find: 'if (this.paused || this.closed) return;',
    replace: 'if (this.paused) return;',
    spec: LANE,
    test: 'leaves the client alone once its partition was taken away',
  },
  {
    guard: 'a rebuild brings a stopped partition back',
    file: `${MESSAGING}/lane.ts`,
    find: 'delete this.stoppedBecause;',
    replace: '',
    spec: POSITIONS,
    test: 'stops its partition when it lies outside',
  },
  {
    guard: 'the queue of a partition is bounded',
    file: `${MESSAGING}/lane.ts`,
    find: 'if (this.queued >= QUEUE_BOUND) this.pause();',
    replace: '',
    spec: LANE,
    test: 'pauses a partition that brings more',
  },
  {
    guard: 'a paused partition resumes',
    file: `${MESSAGING}/lane.ts`,
    find: 'if (this.queued < QUEUE_BOUND / 2) this.resume();',
    replace: '',
    spec: LANE,
    test: 'pauses a partition that brings more',
  },
  {
    guard: 'what an operator discarded stays discarded in a rebuild',
    file: `${MESSAGING}/delivery.ts`,
    find: 'if (discarded.has(record.offset)) continue;',
    replace: '',
    spec: DELIVERY,
    test: 'forgets a discarded event only into the record',
  },
  {
    guard: 'a key that no column can hold is parked',
    file: `${MESSAGING}/parking.ts`,
    find: 'record.key === null ? null : storable(record.key),',
    replace: 'record.key,',
    spec: DELIVERY,
    test: 'keeps parking what is malformed',
  },
  {
    guard: 'headers that no column can hold are parked',
    file: `${MESSAGING}/parking.ts`,
    find: 'Object.fromEntries(Object.entries(record.headers).map((header) => header.map(storable))),',
    replace: 'record.headers,',
    spec: DELIVERY,
    test: 'keeps parking what is malformed',
  },
  {
    guard: 'a send is no larger than Kafka takes',
    file: `${MESSAGING}/relay.ts`,
    find: 'WHERE bytes <= $2 OR place = 1',
    replace: 'WHERE bytes IS NOT NULL OR $2::bigint IS NULL',
    spec: RELAY,
    test: 'publishes events that are together larger',
  },
  {
    guard: 'liveness notices a consumer that has lost its group',
    file: `${MESSAGING}/subscription.ts`,
    find: 'this.outSince ??= Date.now();',
    replace: '',
    spec: `${MESSAGING}/subscription.spec.ts`,
    test: 'stalls while it is not in its group',
  },
  {
    guard: 'liveness fails when consumers do not move',
    file: `${KIT}/health.controller.ts`,
    find: 'if (stalls.length > 0 && (await this.enginesAnswer()))',
    replace: 'if (stalls.length > 9_999)',
    spec: HEALTH,
    test: 'is no longer alive when it has something to do',
  },
  {
    guard: 'liveness forgives an outage of the engines',
    file: `${KIT}/health.controller.ts`,
    find: '(await this.enginesAnswer())',
    replace: 'true',
    spec: HEALTH,
    test: 'stays alive and ready while Kafka is away',
  },
  {
    guard: 'readiness waits for migrations',
    file: `${KIT}/health.controller.ts`,
    find: 'if (pending.length > 0)',
    replace: 'if (pending.length > 9_999)',
    spec: HEALTH,
    test: 'is not ready while a migration is pending',
  },
  {
    guard: 'consumers wait for migrations',
    file: `${KIT}/service.ts`,
    find: 'return pending.length === 0;',
    replace: 'return pending.length >= 0;',
    spec: HEALTH,
    test: 'is not ready while a migration is pending',
  },
  {
    guard: 'an aggregate is locked before it decides',
    file: `${KIT}/commands.ts`,
    find: `lock: { mode: 'pessimistic_write' },`,
    replace: '',
    spec: PARTNER,
    test: 'lets one of several simultaneous commands through',
  },
  {
    guard: 'a repeated request is answered from the first one',
    file: `${KIT}/commands.ts`,
    find: 'if (earlier !== undefined) return earlier as T;',
    replace: '',
    spec: PARTNER,
    test: 'gives a repeated request the same answer',
  },
  {
    guard: 'a token counts for its audience only',
    file: 'libs/service-kit/src/token-verifier.ts',
    find: 'audience: this.config.oidcAudience,',
    replace: '',
    spec: TOKENS,
    test: 'refuses a token for another audience',
  },
  {
    guard: 'a token counts with a pinned algorithm only',
    file: 'libs/service-kit/src/token-verifier.ts',
    find: 'algorithms: this.config.oidcAlgorithms,',
    replace: '',
    spec: TOKENS,
    test: 'refuses an algorithm that is not pinned',
  },
  {
    guard: 'keys that cannot be read say nothing about a token',
    file: 'libs/service-kit/src/token-verifier.ts',
    find: 'if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;',
    replace: 'if (error instanceof Error) throw error;',
    spec: TOKENS,
    test: 'says 503 and when to try again',
  },
  {
    guard: 'a role calls the routes that name it',
    file: 'libs/service-kit/src/actor.ts',
    find: `const allowed: readonly Role[] = callers === 'public' ? ROLES : callers;`,
    replace: 'const allowed: readonly Role[] = ROLES;',
    spec: TOKENS,
    test: 'refuses a role that may not call',
  },
  {
    guard: 'a fellow acts for its own partner only',
    file: 'libs/service-kit/src/actor.ts',
    find: `return role !== 'fellow' || partnerId === partner;`,
    replace: `return role !== 'fellow' || partnerId !== '' || partner !== '';`,
    spec: SUBMISSION,
    test: 'takes the results of a fellow for the assemblies of its own partner only',
  },
  {
    guard: 'rows that a stranger sent before the assembly was known are rejected',
    file: 'apps/results-aggregation/src/quarantine/quarantine.ts',
    find: `if (await isForeign(tx, submission)) return refuseAll('partner-not-host');`,
    replace: '',
    spec: SUBMISSION,
    test: 'rejects rows that came before anybody knew the assembly',
  },
  {
    guard: 'an event names its actor by a pseudonym',
    file: 'libs/service-kit/src/commands.ts',
    find: 'actor: this.pseudonym, traceparent',
    replace: 'actor: actor.id, traceparent',
    spec: PARTNER,
    test: 'calls an actor by the same pseudonym in every event',
  },
];
