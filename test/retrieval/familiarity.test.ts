import { describe, expect, test } from 'vitest';
import { Familiarity } from '../../src/retrieval/familiarity.js';
import { publishedMadeUpPolicy, readPolicy } from '../support/policies.js';

const policy = readPolicy(publishedMadeUpPolicy());
const question = (clause: number, text: string) => ({ clause, sentence: 1, question: text, set: 'made up' });
const familiarity = new Familiarity(policy, {
  questions: [question(2, '摊主换灯'), question(2, '摊主换牌'), question(3, '摊主歇业')],
  negatives: [],
  lexicon: [],
});

describe('a bigram', () => {
  test('is known that two questions about the plan hold, and of a clause when one of them is about it', () => {
    expect(familiarity.of('摊主', 2)).toMatchObject({ ofPlan: 1, ofClause: 1, strange: 0 });
    expect(familiarity.of('摊主', 4)).toMatchObject({ ofPlan: 1, ofClause: 0, strange: 0 });
  });

  test('is strange that one question or none holds', () => {
    expect(familiarity.of('歇业', 3)).toEqual({ ofText: 0, ofPlan: 0, ofClause: 0, strange: Math.log(2) });
    expect(familiarity.of('墓地', 3)).toEqual({ ofText: 0, ofPlan: 0, ofClause: 0, strange: Math.log(2) });
  });

  test('is not known by the question that is read itself', () => {
    expect(familiarity.of('主换', 2)).toMatchObject({ ofPlan: 1 });
    expect(familiarity.of('主换', 2, [2])).toMatchObject({ ofPlan: 0 });
  });
});

test('a bigram of the text itself is told apart from what is only said about it', () => {
  const [two = ''] = policy.clauses[1]?.sentences[0]?.text.match(/\p{Script=Han}{2}/u) ?? [];
  expect(familiarity.of(two, 2)).toMatchObject({ ofText: 1 });
  expect(familiarity.of('换灯', 2)).toMatchObject({ ofText: 0 });
});

test('shares are of all the bigrams, each counted once', () => {
  expect(familiarity.of('摊主摊主墓地', 2)).toMatchObject({ ofPlan: 0.25, strange: Math.log(4) });
});

test('nothing said is nothing known, and nothing strange', () => {
  expect(familiarity.of('', 1)).toEqual({ ofText: 0, ofPlan: 0, ofClause: 0, strange: 0 });
});
