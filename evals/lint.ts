import { clauseOf, type Policy } from '../src/domain/policy.js';
import { foldToWords } from '../src/retrieval/fold.js';
import { ngrams } from '../src/retrieval/ngrams.js';
import type { Case } from './cases.js';
import { groupBy } from './group-by.js';
import { squeeze } from './metrics/citations.js';
import { assign } from './metrics/nuggets.js';
import { isStatedIn } from './metrics/numbers.js';
import { foldedPattern } from './metrics/pattern.js';
import { answerHash, textOf, type RunRecord } from './record.js';
import { goldSpansOf, scoreCase } from './score-case.js';
import { oracle } from './systems/reference.js';

/** Something wrong with a case, where it stands and what to do. */
export type Problem = { readonly at: string; readonly id: string; readonly problem: string };

// Share of common bigrams from which two questions are one: 外地娃能上公办吗 and 外地的娃能上公办吗 are, two questions on one topic are not.
const NEAR = 0.8;

/** Checks the cases against the plan, against each other across splits, and against the corpus questions. */
export function lintCases(
  cases: readonly Case[],
  policy: Policy,
  corpusQuestions: readonly string[],
): Problem[] {
  const own = cases.flatMap((one) => [...againstPlan(one, policy), ...againstItself(one), ...againstOracle(one, policy)].map((problem) => ({ at: one.at, id: one.id, problem }))); // prettier-ignore
  return [...own, ...againstGroups(cases), ...againstSplits(cases), ...againstCorpus(cases, corpusQuestions)];
}

function againstPlan(one: Case, policy: Policy): string[] {
  const clauses = one.gold?.clauses ?? [];
  const missing = clauses.filter(({ id }) => clauseOf(policy, id) === undefined).map(({ id }) => `clause ${id} does not exist; the plan has 0 to ${policy.clauses.length}`); // prettier-ignore
  const wrong = clauses.filter(({ id, quote }) => quote !== undefined && clauseOf(policy, id)?.text.includes(quote) === false).map(({ id, quote }) => `"${quote}" is not in clause ${id} word for word; copy it from \`npm run ask -- "第${id}条原文"\``); // prettier-ignore
  const numbers = (one.nuggets ?? []).flatMap(({ id, clause, match: { number } }) => {
    const text = clauseOf(policy, clause)?.text ?? '';
    const quantity = number && { ...number, comparator: number.comparator ?? ('=' as const) };
    return quantity === undefined || isStatedIn(quantity, text) ? [] : [`nugget ${id}: ${number?.value}${number?.unit} is not in clause ${clause}`]; // prettier-ignore
  });
  const elsewhere = (one.nuggets ?? []).flatMap((nugget) => {
    if (isPinned(one, nugget.clause)) return [];
    const others = policy.clauses.filter(({ number, text }) => number !== nugget.clause && assign(nugget, text) === 'support'); // prettier-ignore
    return others.length === 0 ? [] : [`nugget ${nugget.id} also fires on clause ${others.map(({ number }) => number).join(', ')}, which gold does not tell from clause ${nugget.clause}; lengthen it`]; // prettier-ignore
  });
  return [...missing, ...wrong, ...numbers, ...elsewhere];
}

/** A nugget that could stand for another clause (90%以上) is told apart by the clause that must be cited. */
function isPinned(one: Case, clause: number): boolean {
  return (one.gold?.clauses ?? []).some(({ id }) => id === clause);
}

function againstItself(one: Case): string[] {
  const { answerability, expect, gold, turn, cluster, group } = one;
  const isSilent = answerability === 'none' || answerability === 'underspecified' || answerability === 'conversational'; // prettier-ignore
  return [
    ...(isSilent && expect.outcome.every((outcome) => outcome === 'answered') ? [`answerability is ${answerability}, but only answered is accepted`] : []), // prettier-ignore
    ...(!isSilent && gold === undefined
      ? ['has no gold clauses; name the clauses an ideal answer cites']
      : []),
    ...(answerability === 'partial' && expect.outcome.includes('partial') && !expect.missing?.length ? ['is partial, but expect.missing does not say what is absent'] : []), // prettier-ignore
    ...(turn !== undefined && cluster === group ? ['has a turn but no cluster; name its conversation'] : []),
    ...((one.history?.length ?? 0) > 0 && one.history?.at(-1)?.role !== 'assistant' ? ['history must end with what the assistant said'] : []), // prettier-ignore
  ];
}

/** The gold itself must be a perfect answer; otherwise the case cannot be passed. */
function againstOracle(one: Case, policy: Policy): string[] {
  const reply = oracle(one, policy);
  const record: RunRecord = { runId: '', caseId: one.id, variant: 'full', repeat: 0, system: 'oracle', textHash: '', question: one.question, ...reply, milliseconds: 0, error: null, answerHash: answerHash(reply) }; // prettier-ignore
  const failed = Object.entries(scoreCase(one, record, policy).checks).filter(([, holds]) => !holds).map(([check]) => check); // prettier-ignore
  const quotes = squeeze(goldSpansOf(one, policy).map(({ clause, start, end }) => clauseOf(policy, clause)?.text.slice(start, end)).join('\n')); // prettier-ignore
  const forbidden = (one.forbidden ?? []).filter(({ regex }) => quotes !== '' && foldedPattern(regex).test(quotes)); // prettier-ignore
  return [
    ...(failed.length > 0
      ? [`its own gold fails ${failed.join(', ')} ("${textOf(record).slice(0, 60)}")`]
      : []),
    ...forbidden.map(({ regex }) => `forbidden /${regex}/ fires on its own gold`),
  ];
}

/** The split is drawn by cluster: wordings of one question that belong to different conversations can fall on both sides of it. */
function againstGroups(cases: readonly Case[]): Problem[] {
  return [...groupBy(cases, ({ group }) => group)].flatMap(
    ([group, [first, ...others]]) =>
    others.flatMap(({ at, id, split }) => (first === undefined || split === first.split ? [] : [{ at, id, problem: `is of split ${split}, but ${first.id} (${first.at}) of the same group ${group} is of ${first.split}; give both one cluster, or both the same split` }])), // prettier-ignore
  );
}

function againstSplits(cases: readonly Case[]): Problem[] {
  const near = nearestOf(cases.map(({ question }) => question));
  return cases.flatMap((one, i) => {
    if (one.history !== undefined || one.answerability === 'conversational') return []; // 谢谢 and 那镇江呢 are nobody's
    return near(i, NEAR).flatMap((j) => {
      const other = cases[j];
      const isOther =
        other !== undefined && j < i && other.split !== one.split && other.history === undefined;
      return isOther ? [{ at: one.at, id: one.id, problem: `is nearly ${other.id} (${other.at}) of split ${other.split}; drop one, or give both one group` }] : []; // prettier-ignore
    });
  });
}

function againstCorpus(cases: readonly Case[], questions: readonly string[]): Problem[] {
  const standing = cases.filter(({ history, answerability }) => history === undefined && answerability !== 'conversational'); // prettier-ignore
  const near = nearestOf([...standing.map(({ question }) => question), ...questions]);
  return standing.flatMap(
    (one, i) =>
    near(i, NEAR)
      .filter((j) => j >= standing.length)
      .map((j) => ({ at: one.at, id: one.id, problem: `is nearly a question of the corpus, "${questions[j - standing.length]}"; remove that one from corpus/` })), // prettier-ignore
  );
}

/** For texts, a function that finds the others whose bigrams overlap by at least a share (Jaccard), through an inverted list. */
function nearestOf(texts: readonly string[]): (i: number, share: number) => number[] {
  const bags = texts.map((text) => new Set(ngrams(foldToWords(text), 2, 2)));
  const postings = new Map<string, number[]>();
  for (const [i, bag] of bags.entries()) {
    for (const gram of bag) {
      const list = postings.get(gram);
      if (list) list.push(i);
      else postings.set(gram, [i]);
    }
  }
  return (i, share) => {
    const bag = bags[i] ?? new Set();
    const common = new Map<number, number>();
    for (const gram of bag) for (const j of postings.get(gram) ?? []) common.set(j, (common.get(j) ?? 0) + 1);
    return [...common].filter(([j, both]) => j !== i && both / (bag.size + (bags[j]?.size ?? 0) - both) >= share).map(([j]) => j); // prettier-ignore
  };
}
