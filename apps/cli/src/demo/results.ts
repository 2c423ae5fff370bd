import { itemsOf, keyed, viewOf } from '@polyphony/client';
import { settled } from '../api/settled.js';
import { batches } from '../replay/order.js';
import { answersOf } from './answers.js';
import type { Held } from './hold.js';
import type { Stage } from './stage.js';

/** Rows in one submission, the most that is taken. */
const ROWS = 5_000;
/** Assemblies whose results arrive at once. */
const AT_ONCE = 3;

/** Sends the results of these assemblies. @returns how many answers, all accepted; @throws Error for a rejected one */
export async function sendResults(stage: Stage, held: readonly Held[]): Promise<number> {
  const counts = await stage.each(held, (one) => sendOne(stage, one), AT_ONCE);
  return counts.reduce((sum, count) => sum + count, 0);
}

async function sendOne(stage: Stage, { assembly, country, day, hostId, assemblyId }: Held): Promise<number> {
  const host = stage.fellow(hostId);
  const answers = answersOf(assembly, country, day);
  for (const [at, responses] of batches(answers, ROWS).entries()) {
    const submissionId = `demo-${assembly.number}-${at + 1}`;
    const body = { submissionId, revision: 1, responses };
    const params = { path: { assemblyId }, ...keyed(submissionId) };
    const answer = await viewOf(host.results.POST('/v1/assemblies/{assemblyId}/submissions', { params, body }));
    const refused = answer.rejected[0];
    if (refused) throw new Error(`Row ${refused.index} of ${submissionId} was rejected: ${refused.detail}`);
  }
  await settled(host, assemblyId);
  // What waited for its assembly was judged only then.
  const submissions = await itemsOf((page) =>
    host.results.GET('/v1/assemblies/{assemblyId}/submissions', { params: { path: { assemblyId }, query: page } }),
  );
  const rejected = submissions.reduce((sum, { rows }) => sum + rows.rejected, 0);
  if (rejected > 0) throw new Error(`${rejected} rows for assembly ${assemblyId} were rejected when it was known`);
  return answers.length;
}
