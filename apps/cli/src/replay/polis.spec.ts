import { resolve } from 'node:path';
import { compare, questionOf, type Series } from './compare.js';
import { batches, inOrder } from './order.js';
import { conversationFolders, parseConversation, readConversation, VOTE_CODES, type Conversation } from './polis.js';
import { verdictTable } from './replay.js';

const BUNDLED = resolve(import.meta.dirname, '../../data/polis');

/** What a service that counts rightly answers, reckoned here from the votes. */
function tallied({ votes }: Conversation): Series[] {
  const questions = [...new Set(votes.map((vote) => vote.statement))];
  return questions.map((statement) => {
    const here = votes.filter((vote) => vote.statement === statement);
    const latest = new Map<string, (typeof here)[number]>();
    for (const vote of here) if (vote.at >= (latest.get(vote.voter)?.at ?? 0)) latest.set(vote.voter, vote);
    const codes = VOTE_CODES.map((code) => ({
      code,
      current: [...latest.values()].filter((vote) => vote.code === code).length,
      accepted: here.filter((vote) => vote.code === code).length,
    }));
    return { questionId: questionOf(statement), codes };
  });
}

describe('a Polis conversation', () => {
  const [folder] = conversationFolders(BUNDLED);
  const freshwater = readConversation(folder!);

  it('is read with every vote event, statement and published count', () => {
    expect(freshwater.name).toBe('scoop-hivemind.freshwater');
    expect(freshwater.topic).toBe('HiveMind - Freshwater Quality in NZ');
    expect(freshwater.votes).toHaveLength(3_979);
    expect(freshwater.statements.size).toBe(80);
    expect(freshwater.published.voters).toBe(117);
    const sum = (code: 'agree' | 'disagree' | 'pass') =>
      [...freshwater.published.current.values()].reduce((total, counts) => total + counts[code], 0);
    expect([sum('agree'), sum('disagree'), sum('pass')]).toEqual([2_483, 1_081, 408]);
  });

  it('agrees with its own counts when the latest vote by time counts', () => {
    expect(compare(freshwater, tallied(freshwater)).differences).toEqual([]);
  });

  it('is found to differ when one current vote is counted elsewhere', () => {
    const series = tallied(freshwater);
    series[0]!.codes[0]!.current -= 1;
    const { differences } = compare(freshwater, series);
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatch(/^statement 0, agree now: \d+, but \d+ in participants-votes.csv$/);
  });

  it('is found to differ when a re-vote is lost, though the current counts are right', () => {
    const series = tallied(freshwater);
    series[0]!.codes[1]!.accepted! -= 1;
    expect(compare(freshwater, series).differences).toEqual([
      expect.stringMatching(/^statement 0, disagree ever: .* in comments.csv$/),
      'events accepted: 3978, but 3979 in votes.csv',
    ]);
  });

  it('is found to differ when a pass is counted twice, which comments.csv cannot tell', () => {
    const series = tallied(freshwater);
    series[0]!.codes[2]!.accepted! += 1;
    expect(compare(freshwater, series).differences).toEqual(['events accepted: 3980, but 3979 in votes.csv']);
  });

  it('is found to differ when answers exist for a question that is no statement', () => {
    const series = [...tallied(freshwater), { questionId: 'statement-900', codes: [] }];
    expect(compare(freshwater, series).differences).toEqual(['statement-900 has answers, but is no statement']);
  });

  it('is shown with nothing but what was compared, and the sums', () => {
    const verdict = compare(freshwater, tallied(freshwater));
    expect(verdictTable([verdict, verdict]).split('\n')).toEqual([
      'conversation               events  agree  disagree  pass  statements  verdict',
      'scoop-hivemind.freshwater   3,979  2,483     1,081   408          80  equal to the published counts',
      'scoop-hivemind.freshwater   3,979  2,483     1,081   408          80  equal to the published counts',
      expect.stringMatching(/^all +7,958 +4,966 +2,162 +816 +160/),
    ]);
  });

  it('is refused when a vote is none of the three', () => {
    const files = {
      votes: 'timestamp,datetime,comment-id,voter-id,vote\n1,,0,0,2\n',
      comments: 'timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n1,,0,0,0,0,1,Hi\n',
      participants: 'participant,group-id,n-comments,n-votes,n-agree,n-disagree,0\n0,,0,1,0,0,\n',
      summary: 'topic,Test\n',
    };
    expect(() => parseConversation('test', files)).toThrow('"2" is no vote');
  });

  it('is not looked for silently in a folder without any', () => {
    expect(() => conversationFolders(resolve(BUNDLED, '..', 'nowhere'))).toThrow('no Polis conversation');
  });

  it('holds the same votes in every order, and the same shuffle for the same seed', () => {
    const at = (order: 'file' | 'reverse' | 'shuffle', seed = 1) => inOrder(freshwater.votes, order, seed);
    expect(at('reverse')[0]).toBe(freshwater.votes.at(-1));
    expect(at('shuffle')).toEqual(at('shuffle'));
    expect(at('shuffle')).not.toEqual(at('shuffle', 2));
    expect(new Set(at('shuffle'))).toEqual(new Set(freshwater.votes));
    expect(batches(at('file'), 500).map((batch) => batch.length)).toEqual([500, 500, 500, 500, 500, 500, 500, 479]);
  });
});
