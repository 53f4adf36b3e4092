import { describe, expect, test } from 'vitest';
import { isValid } from '../../../evals/metrics/citations.js';
import { factsOf, runRecord, textOf, type Reply } from '../../../evals/record.js';
import { scoreCase } from '../../../evals/score-case.js';
import { oracle, referenceSystems } from '../../../evals/systems/reference.js';
import type { Case } from '../../../evals/cases.js';
import { caseOf, CASES, policy, recordOf, TEXT_HASH } from '../made-up.js';

const systems = new Map(referenceSystems(policy, TEXT_HASH).map((system) => [system.name, system]));

async function say(name: string, one: Case): Promise<Reply> {
  const system = systems.get(name);
  if (system === undefined) throw new Error(`there is no ${name}`);
  return system.ask([...(one.history ?? []), { role: 'user', content: one.question }], one);
}

const strictOf = async (name: string, cases: readonly Case[]) =>
  Promise.all(cases.map(async (one) => scoreCase(one, recordOf(one, await say(name, one)), policy).strict));

test('there is the best there can be, and four that understand nothing', () => {
  expect([...systems.keys()]).toEqual(['oracle', 'copy-top1', 'bm25', 'always-refuse', 'random-clause']);
  expect([...systems.values()].map(({ textHash }) => textHash)).toEqual(
    Array.from({ length: 5 }, () => TEXT_HASH),
  );
});

test.each([...systems.keys()])('%s says the same again, in a shape that can be stored', async (name) => {
  for (const one of CASES) {
    const reply = await say(name, one);
    expect(await say(name, one)).toEqual(reply);
    expect(runRecord.safeParse(recordOf(one, reply)).success).toBe(true);
    expect(
      reply.segments.flatMap(({ citations }) => citations).filter((cited) => !isValid(cited, policy)),
    ).toEqual([]);
  }
});

describe('the oracle', () => {
  test('is right in every case', async () => {
    expect(new Set(await strictOf('oracle', CASES))).toEqual(new Set([true]));
  });

  test('says the gold quotes with their clauses and nothing else', () => {
    const one = caseOf({
      gold: { clauses: [{ id: 2, grade: 2, quote: '坚持便民、安全、有序' }, { id: 4, grade: 1, quote: '照明改造' }] },
    }); // prettier-ignore
    const reply = oracle(one, policy);
    expect(textOf(reply)).toBe('坚持便民、安全、有序照明改造');
    expect(factsOf(reply).flatMap(({ citations }) => citations.map(({ clause }) => clause))).toEqual([2, 4]);
  });

  test('names what is missing in a partial answer and is silent where silence is asked for', () => {
    const partial = caseOf({ answerability: 'partial', expect: { outcome: ['partial', 'refused'], missing: ['金额', '多少'] } }); // prettier-ignore
    expect(oracle(partial, policy)).toMatchObject({ outcome: 'partial', missing: ['金额', '多少'] });
    const none = caseOf({ answerability: 'none', expect: { outcome: ['refused'] }, gold: { clauses: [{ id: 1, grade: 1 }] } }); // prettier-ignore
    expect(oracle(none, policy)).toMatchObject({ outcome: 'refused', missing: [], segments: [] });
  });

  test('leaves out a quote that the clause does not hold rather than inventing one', () => {
    const wrong = caseOf({ gold: { clauses: [{ id: 2, grade: 2, quote: '社区食堂' }] } });
    expect(oracle(wrong, policy).segments).toEqual([]);
  });
});

test('copying the best clause is right by every check of citation, but long, and never refuses', async () => {
  const one = caseOf({ question: '夜间投诉率控制在多少', gold: { clauses: [{ id: 4, grade: 2, quote: '夜间投诉率控制在5%以下' }] } }); // prettier-ignore
  const { strict, measures } = scoreCase(one, recordOf(one, await say('copy-top1', one)), policy);
  expect(strict).toBe(true);
  expect(measures).toMatchObject({ citationRecall: 1, citationPrecision: 1, citationValidity: 1 });
  expect(measures.lengthRatio).toBeGreaterThan(3);
  const none = CASES.filter(({ answerability }) => answerability === 'none');
  expect(await strictOf('copy-top1', none)).toEqual([false, false]);
});

test('always refusing is right where nothing is there and nowhere else', async () => {
  const right = await strictOf('always-refuse', CASES);
  expect(CASES.filter((_, i) => right[i]).map(({ id }) => id)).toEqual([
    'fees-amount',
    'elsewhere',
    'attack',
  ]);
});

test('BM25 says the sentence that shares most with the question, and refuses what shares nothing', async () => {
  const lights = await say('bm25', caseOf({ question: '2032年6月底前完成主要集市照明改造' }));
  expect(lights).toMatchObject({
    outcome: 'answered',
    segments: [{ kind: 'quote', citations: [{ clause: 4 }] }],
  });
  expect(lights.retrieved[0]?.clause).toBe(4);
  expect(await say('bm25', caseOf({ question: 'zzz' }))).toMatchObject({ outcome: 'refused' });
  expect(await say('bm25', caseOf({ question: '' }))).toMatchObject({ outcome: 'refused' });
});

test('a random clause is one of the policy’s, and not always the same', async () => {
  const questions = Array.from({ length: 40 }, (_, i) => caseOf({ question: `问题${i}` }));
  const cited = new Set<number | undefined>();
  for (const one of questions) cited.add((await say('random-clause', one)).segments[0]?.citations[0]?.clause);
  expect([...cited].toSorted()).toEqual([1, 2, 3, 4]);
});
