import { keyed, on, viewOf } from '@polyphony/client';
import { DEBATED, methodContent } from './method.js';
import type { Network } from './network.js';
import type { Stage } from './stage.js';
import { MODULES } from './texts/modules.js';
import { QUESTIONS } from './texts/questions.js';

/** Drafts the common method, changes it by a decision of its partners, and publishes it. @returns the version's id */
export async function designMethod(stage: Stage, { activeIds }: Network): Promise<string> {
  const { methodology } = stage.steward;
  const draft = {
    methodology: 'global-dialogue',
    semver: '1.0.0',
    title: 'We and the Internet: a dialogue of the world’s citizens',
    sourceLanguage: 'en',
    content: methodContent('draft'),
  };
  const drafted = await viewOf(methodology.POST('/v1/methodology-versions', { params: keyed('method'), body: draft }));
  const core = QUESTIONS.filter(({ byTables }) => !byTables);
  const twice = core.filter(({ after }) => after).length;
  stage.tell(`method drafted: ${MODULES.length} modules, ${core.length} core questions, ${twice} of them asked twice`);

  await debate(stage, drafted.id, activeIds);
  const body = { content: methodContent('final') };
  const revised = await viewOf(
    methodology.POST('/v1/methodology-versions/{id}/revisions', { params: on(drafted), body }),
  );
  await viewOf(methodology.POST('/v1/methodology-versions/{id}/publication', { params: on(revised) }));
  stage.tell('method 1.0.0 published');
  return drafted.id;
}

/** One fellow proposes, three support, one objects; a steward decides and the dissent stays on record. */
async function debate(stage: Stage, methodologyVersionId: string, activeIds: string[]): Promise<void> {
  const [proposer, ...others] = activeIds;
  const change = {
    methodologyVersionId,
    partnerId: proposer!,
    elementId: DEBATED,
    change:
      'Ask whether access should be guaranteed, as water and electricity are, instead of whether it is a human right.',
    reason: 'In the pretest people discussed the law instead of what they want.',
  };
  let proposal = await viewOf(
    stage.fellow(proposer!).methodology.POST('/v1/change-proposals', { params: keyed('proposal'), body: change }),
  );
  const stances = [
    { stance: 'support', reason: 'Our focus group had the same difficulty.' },
    { stance: 'support', reason: 'The comparison with water is understood everywhere.' },
    {
      stance: 'object',
      reason: 'The word “right” carries weight with our government; without it we lose an argument.',
    },
    { stance: 'support', reason: 'It can be translated without a lawyer.' },
  ] as const;
  for (const [at, { stance, reason }] of stances.entries()) {
    const partnerId = others[at]!;
    const { methodology } = stage.fellow(partnerId);
    const body = { partnerId, stance, reason };
    proposal = await viewOf(methodology.POST('/v1/change-proposals/{id}/stances', { params: on(proposal), body }));
  }
  const decision = {
    outcome: 'accepted',
    rule: 'two thirds of those who take a stance',
    explanation: 'Three of four support it. The objection stays on record and goes into the report.',
  } as const;
  await viewOf(
    stage.steward.methodology.POST('/v1/change-proposals/{id}/decision', { params: on(proposal), body: decision }),
  );
  stage.tell('one change decided together: 3 support it, 1 objects, the dissent is recorded');
}
