import type { AdaptedQuestion, QuestionDefinition, TimePoint, UnitKind } from '@polyphony/contracts';
import type { EntityManager } from 'typeorm';
import type { AssemblyState } from '../assembly/assembly.js';
import { askedQuestions, type AskedQuestion } from './asked-question.js';

/** A question with the series that its answers belong to at each time point. */
export interface CountedQuestion extends AskedQuestion {
  series: ReadonlyMap<string, number>;
}

/** What one assembly asks. It is fixed when the assembly starts, and never changes after. */
export interface Questionnaire {
  /** The host. */
  partnerId: string;
  adaptationId: string;
  asked: ReadonlyMap<string, CountedQuestion>;
  /** Common questions that this assembly does not ask. */
  notAsked: ReadonlySet<string>;
}

/** What is known of an assembly's questions: all, not all yet, or that it will not take place. */
export type Known = Questionnaire | 'waiting' | 'cancelled';

interface Row {
  state: AssemblyState;
  partner_id: string;
  adaptation_id: string;
  common: QuestionDefinition[] | null;
  adapted: AdaptedQuestion[];
  local: QuestionDefinition[];
}

/** The questions of an assembly out of our copies; makes its series at the first time. */
export async function questionnaireOf(manager: EntityManager, assemblyId: string): Promise<Known> {
  const rows: Row[] = await manager.query(
    `SELECT assembly.state, assembly.partner_id, assembly.adaptation_id, version.questions AS common, adaptation.questions AS adapted,
            adaptation.local_questions AS local
     FROM assembly
     LEFT JOIN adaptation ON adaptation.adaptation_id = assembly.adaptation_id
     LEFT JOIN methodology_version AS version USING (methodology_version_id)
     WHERE assembly_id = $1`,
    [assemblyId],
  );
  const row = rows[0];
  if (row?.state === 'cancelled') return 'cancelled';
  if (!row || row.state === 'proposed' || !row.common) return 'waiting';
  const asked = askedQuestions(row.common, row.adapted, row.local);
  const series = await seriesOf(manager, assemblyId, [...asked.values()]);
  return {
    partnerId: row.partner_id,
    adaptationId: row.adaptation_id,
    asked: new Map(
      [...asked].map(([id, question]) => [id, { ...question, series: series.get(id) ?? new Map<string, number>() }]),
    ),
    notAsked: new Set(row.common.map((question) => question.questionId).filter((id) => !asked.has(id))),
  };
}

async function seriesOf(
  manager: EntityManager,
  assemblyId: string,
  questions: AskedQuestion[],
): Promise<Map<string, Map<string, number>>> {
  const wanted = questions.flatMap(({ questionId, unitKind, timePoints }) =>
    [...new Set(timePoints)].map((timePoint) => ({ questionId, unitKind, timePoint })),
  );
  const params = [
    assemblyId,
    wanted.map((one) => one.questionId),
    wanted.map((one) => one.timePoint),
    wanted.map((one) => one.unitKind),
  ];
  const found = await findSeries(manager, assemblyId);
  if (found.length < wanted.length)
    await manager.query(
      `INSERT INTO series (assembly_id, question_id, time_point, unit_kind)
       SELECT $1::uuid, * FROM unnest($2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
      params,
    );
  const all = found.length < wanted.length ? await findSeries(manager, assemblyId) : found;
  const byQuestion = new Map<string, Map<string, number>>();
  for (const { id, questionId, timePoint } of all)
    byQuestion.set(questionId, (byQuestion.get(questionId) ?? new Map<string, number>()).set(timePoint, id));
  return byQuestion;
}

interface SeriesRow {
  id: number;
  questionId: string;
  timePoint: TimePoint;
  unitKind: UnitKind;
}

function findSeries(manager: EntityManager, assemblyId: string): Promise<SeriesRow[]> {
  return manager.query(
    `SELECT id, question_id AS "questionId", time_point AS "timePoint", unit_kind AS "unitKind"
     FROM series WHERE assembly_id = $1`,
    [assemblyId],
  );
}
