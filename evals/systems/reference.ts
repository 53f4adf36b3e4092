import { cite, clauseOf, type Clause, type Policy, type Span } from '../../src/domain/policy.js';
import { Bm25 } from '../../src/retrieval/bm25.js';
import { foldToWords } from '../../src/retrieval/fold.js';
import { ngrams } from '../../src/retrieval/ngrams.js';
import type { Case } from '../cases.js';
import { squeeze } from '../metrics/citations.js';
import { NO_REPLY, type Reply, type Segment } from '../record.js';
import { random } from '../statistics/random.js';
import type { System } from './system.js';

/** Systems that show what a metric is worth: the best there can be, and four that understand nothing. */
export function referenceSystems(policy: Policy, textHash: string): System[] {
  const rank = ranking(policy);
  const system = (name: string, ask: (question: string, one: Case) => Reply): System => ({
    name,
    textHash,
    ask: async (messages, one) => ask(messages.at(-1)?.content ?? '', one),
  });
  return [
    system('oracle', (_, one) => oracle(one, policy)),
    system('copy-top1', (question) => {
      const found = rank(question);
      const clause = clauseOf(policy, found[0]?.clause ?? 1);
      return clause === undefined ? NO_REPLY : answering([quoteOf(clause, { start: 0, end: clause.text.length })], found); // prettier-ignore
    }),
    system('bm25', (question) => bm25(question, rank(question), policy)),
    system('always-refuse', () => ({ ...NO_REPLY, outcome: 'refused', segments: [template('方案里没有这方面的内容。')] })), // prettier-ignore
    system('random-clause', (question) => {
      const at = Math.floor(random(hash(question))() * policy.clauses.length);
      const clause = policy.clauses[at];
      return clause === undefined ? NO_REPLY : answering([quoteOf(clause, clause.sentences[1] ?? { start: 0, end: clause.text.length })], []); // prettier-ignore
    }),
  ];
}

/** Says the gold quotes under the first accepted outcome: what the case file itself calls a perfect answer. */
export function oracle(one: Case, policy: Policy): Reply {
  const [outcome = null] = one.expect.outcome;
  const isSilent = outcome !== 'answered' && outcome !== 'partial';
  const gold = isSilent ? [] : (one.gold?.clauses ?? []);
  const segments = gold.flatMap(({ id, quote }): Segment[] => {
    const clause = clauseOf(policy, id);
    if (clause === undefined) return [];
    const start = quote === undefined ? -1 : clause.text.indexOf(quote);
    if (quote !== undefined) return start < 0 ? [] : [quoteOf(clause, { start, end: start + quote.length })];
    return carriers(one, clause).map((span) => quoteOf(clause, span));
  });
  const extra = isSilent ? [] : spoken(one, policy);
  return { ...NO_REPLY, outcome, confidence: 1, missing: outcome === 'partial' ? [...(one.expect.missing ?? ['具体内容'])] : [], segments: [...segments, ...extra] }; // prettier-ignore
}

/** Where gold names a clause without a quote: its sentences that carry the nuggets, else its title. */
function carriers({ nuggets = [] }: Case, clause: Clause): readonly Span[] {
  const words = nuggets.filter((nugget) => nugget.clause === clause.number).flatMap(({ match }) => [...(match.all ?? []), ...(match.any ?? []).slice(0, 1)]); // prettier-ignore
  const found = clause.sentences.filter(({ text }) => words.some((word) => squeeze(text).includes(squeeze(word)))); // prettier-ignore
  return found.length > 0 ? found : clause.sentences.slice(0, 1);
}

/** Counts and section names stand nowhere in the plan: an ideal answer says them in words of its own beside its quotes. */
function spoken(one: Case, policy: Policy): Segment[] {
  const plan = squeeze([policy.frontMatter, ...policy.clauses].map(({ text }) => text).join('\n'));
  const words = (one.nuggets ?? []).flatMap(({ match }) => [...(match.all ?? []), ...(match.any ?? []).slice(0, 1)]); // prettier-ignore
  const left = words.filter((word) => !plan.includes(squeeze(word)));
  return left.length === 0 ? [] : [template(`\n${left.join('、')}`)];
}

// BM25's best sentence is shown when it shares at least this much; a stock bot's threshold.
const THRESHOLD = 4;

function bm25(question: string, found: Reply['retrieved'], policy: Policy): Reply {
  const [best] = found;
  const clause = clauseOf(policy, best?.clause ?? 0);
  const [start, end] = best?.spans[0] ?? [0, 0];
  if (best === undefined || clause === undefined || best.score < THRESHOLD || question === '') {
    return { ...NO_REPLY, outcome: 'refused', retrieved: found, segments: [template('没有找到相关内容。')] };
  }
  return answering([quoteOf(clause, { start, end })], found);
}

function ranking(policy: Policy): (question: string) => Reply['retrieved'] {
  const terms = (text: string) => ngrams(foldToWords(text), 2, 2);
  const clauses = new Bm25(policy.clauses.map(({ text }) => terms(text)));
  const sentences = policy.clauses.map((clause) => new Bm25(clause.sentences.map(({ text }) => terms(text))));
  return (question) => {
    const query = terms(question);
    const scores = clauses.scores(query);
    return policy.clauses
      .map((clause, i) => {
        const own = sentences[i]?.scores(query) ?? new Float64Array();
        const best = clause.sentences[own.indexOf(Math.max(...own))] ?? { start: 0, end: clause.text.length };
        return { clause: clause.number, score: scores[i] ?? 0, spans: [[best.start, best.end] satisfies [number, number]] }; // prettier-ignore
      })
      .toSorted((a, b) => b.score - a.score);
  };
}

function answering(segments: Segment[], retrieved: Reply['retrieved']): Reply {
  return { ...NO_REPLY, outcome: 'answered', confidence: retrieved[0]?.score === undefined ? null : Math.min(1, retrieved[0].score / 50), segments, retrieved }; // prettier-ignore
}

function quoteOf(clause: Clause, span: Span): Segment {
  const citation = cite(clause, { start: span.start, end: span.end });
  return { kind: 'quote', text: citation.quote, citations: [citation] };
}

function template(text: string): Segment {
  return { kind: 'template', text, citations: [] };
}

function hash(text: string): number {
  let value = 7;
  for (const character of text) value = (Math.imul(value, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return value;
}
