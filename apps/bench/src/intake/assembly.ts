import {
  AdaptationApproved,
  AdaptationAttached,
  AssemblyProposed,
  AssemblyStarted,
  MethodologyVersionPublished,
  serialise,
  topicOf,
  WaveConvened,
  type EventClass,
} from '@polyphony/contracts';
import { partitionOf, toHeaders } from '@polyphony/messaging';
import type { Producer } from 'kafkajs';
import type { Pool } from 'pg';
import { v7 as uuid } from 'uuid';
import { CODES, type Conversation } from './conversation.js';

const AT = '2012-01-01T00:00:00.000Z';

/** Tells results-aggregation, by the events of other services, of an assembly that asks these statements. @returns its id */
export async function startAssembly(
  producer: Producer,
  topicPrefix: string,
  pool: Pool,
  { name, questionIds }: Conversation,
): Promise<string> {
  const [waveId, methodologyVersionId, adaptationId, assemblyId, partnerId] = Array.from({ length: 5 }, () => uuid());
  const ids = { waveId: waveId!, methodologyVersionId: methodologyVersionId!, adaptationId: adaptationId! };
  const codes = CODES.map((code) => ({ code, kind: 'answer' as const, label: code }));
  const tell = async (event: object, id: string, sequence: number): Promise<void> => {
    const { type } = event.constructor as EventClass;
    const topic = topicOf(type);
    const source = topic.slice(0, topic.indexOf('.'));
    const headers = toHeaders({ id: uuid(), type, source, subject: id, time: AT, sequence: String(sequence) });
    const message = { key: id, partition: partitionOf(id), value: serialise(event), headers };
    await producer.send({ topic: topicPrefix + topic, acks: -1, messages: [message] });
  };
  await tell(
    new MethodologyVersionPublished({
      methodologyVersionId: ids.methodologyVersionId,
      methodology: name,
      semver: '1.0.0',
      sourceLanguage: 'en',
      questions: questionIds.map((questionId) => ({
        questionId,
        concept: questionId,
        wording: questionId,
        core: false,
        unitKind: 'participant',
        timePoints: ['once'],
        codes,
      })),
      publishedAt: AT,
    }),
    ids.methodologyVersionId,
    2,
  );
  await tell(
    new AdaptationApproved({
      adaptationId: ids.adaptationId,
      methodologyVersionId: ids.methodologyVersionId,
      partnerId: partnerId!,
      languages: ['en'],
      questions: questionIds.map((questionId) => ({ questionId, grade: 'identical' })),
      localQuestions: [],
      approvedAt: AT,
    }),
    ids.adaptationId,
    3,
  );
  await tell(
    new WaveConvened({
      waveId: ids.waveId,
      coalitionId: uuid(),
      subject: name,
      addressee: 'Nobody',
      opensOn: '2012-01-01',
      closesOn: '2012-12-31',
      methodologyVersionId: ids.methodologyVersionId,
      convenedAt: AT,
    }),
    ids.waveId,
    1,
  );
  const place = { country: 'NZ', region: 'asia-pacific' as const, locallyInitiated: true };
  await tell(
    new AssemblyProposed({
      assemblyId: assemblyId!,
      waveId: ids.waveId,
      partnerId: partnerId!,
      ...place,
      proposedAt: AT,
    }),
    assemblyId!,
    1,
  );
  await tell(
    new AdaptationAttached({ assemblyId: assemblyId!, adaptationId: ids.adaptationId, attachedAt: AT }),
    assemblyId!,
    2,
  );
  await tell(new AssemblyStarted({ assemblyId: assemblyId!, startedAt: AT }), assemblyId!, 3);
  await known(pool, assemblyId!);
  return assemblyId!;
}

async function known(pool: Pool, assemblyId: string): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query(
      `SELECT FROM assembly JOIN adaptation USING (adaptation_id) JOIN methodology_version USING (methodology_version_id)
       WHERE assembly_id = $1 AND state = 'started'`,
      [assemblyId],
    );
    if (rowCount === 1) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
