import type { Versioned } from '../api/api.js';
import { DEBATED, methodContent } from './method.js';
import type { Network } from './network.js';
import type { Stage } from './stage.js';
import { MODULES } from './texts/modules.js';
import { QUESTIONS } from './texts/questions.js';

const PROPOSALS = '/v1/change-proposals';

/** Drafts the common method, changes it by a decision of its partners, and publishes it. @returns the version's id */
export async function designMethod(stage: Stage, { activeIds }: Network): Promise<string> {
  const drafted = await stage.steward.create<Versioned>('methodology', '/v1/methodology-versions', 'method', {
    methodology: 'global-dialogue',
    semver: '1.0.0',
    title: 'We and the Internet: a dialogue of the world’s citizens',
    sourceLanguage: 'en',
    content: methodContent('draft'),
  });
  const core = QUESTIONS.filter(({ byTables }) => !byTables);
  const twice = core.filter(({ after }) => after).length;
  stage.tell(`method drafted: ${MODULES.length} modules, ${core.length} core questions, ${twice} of them asked twice`);

  await debate(stage, drafted.id, activeIds);
  const revised = await stage.steward.command<Versioned>(
    'methodology',
    '/v1/methodology-versions/:id/revisions',
    drafted,
    { content: methodContent('final') },
  );
  await stage.steward.command('methodology', '/v1/methodology-versions/:id/publication', revised);
  stage.tell('method 1.0.0 published');
  return drafted.id;
}

/** One fellow proposes, three support, one objects; a steward decides and the dissent stays on record. */
async function debate(stage: Stage, methodologyVersionId: string, activeIds: string[]): Promise<void> {
  const [proposer, ...others] = activeIds;
  let proposal = await stage.fellow(proposer!).create<Versioned>('methodology', PROPOSALS, 'proposal', {
    methodologyVersionId,
    partnerId: proposer,
    elementId: DEBATED,
    change:
      'Ask whether access should be guaranteed, as water and electricity are, instead of whether it is a human right.',
    reason: 'In the pretest people discussed the law instead of what they want.',
  });
  const stances = [
    { stance: 'support', reason: 'Our focus group had the same difficulty.' },
    { stance: 'support', reason: 'The comparison with water is understood everywhere.' },
    {
      stance: 'object',
      reason: 'The word “right” carries weight with our government; without it we lose an argument.',
    },
    { stance: 'support', reason: 'It can be translated without a lawyer.' },
  ];
  for (const [at, { stance, reason }] of stances.entries()) {
    const partnerId = others[at]!;
    proposal = await stage
      .fellow(partnerId)
      .command('methodology', `${PROPOSALS}/:id/stances`, proposal, { partnerId, stance, reason });
  }
  await stage.steward.command('methodology', `${PROPOSALS}/:id/decision`, proposal, {
    outcome: 'accepted',
    rule: 'two thirds of those who take a stance',
    explanation: 'Three of four support it. The objection stays on record and goes into the report.',
  });
  stage.tell('one change decided together: 3 support it, 1 objects, the dissent is recorded');
}
