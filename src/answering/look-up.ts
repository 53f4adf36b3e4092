import type { Target } from '../domain/find-targets.js';
import { clauseOf, type Clause, type Policy, type Span } from '../domain/policy.js';
import { fold } from '../retrieval/fold.js';
import type { Answer, NonEmpty } from './answer.js';
import type { Fact } from './classify.js';
import { answered, refused, type Selection } from './compose.js';
import { fill, type Replies } from './replies.js';

// Lists are scans of the parsed plan, never the top of a ranking: they must be complete.

/** A clause as a whole, or its nth sentence, the title not counted. */
export function wholeClause(clause: Clause, replies: Replies, nth?: number): Answer {
  const sentence = clause.sentences.find(({ index }) => index === nth);
  if (sentence !== undefined) return answered('', [{ clause, spans: [sentence] }], replies, 1);
  return answered('', [{ clause, spans: [{ start: 0, end: clause.text.length }] }], replies, 1);
}

/** What a section contains, or its nth clause. */
export function section(policy: Policy, number: number, replies: Replies, nth?: number): Answer {
  const found = policy.sections.find((one) => one.number === number);
  const only = nth === undefined ? undefined : clauseOf(policy, found?.clauses[nth - 1] ?? -1);
  if (only !== undefined) return wholeClause(only, replies);
  const titles = policy.clauses.filter((clause) => clause.section === number).map(titleOf);
  if (found === undefined || !isNonEmpty(titles)) {
    return refused(
      'not_in_plan',
      fill(replies.refusals.no_such_section, { count: policy.sections.length }),
      replies,
    );
  }
  return answered(
    fill(replies.sectionLead, { section: number, title: found.title, count: titles.length }),
    titles,
    replies,
    1,
  );
}

export function outline(policy: Policy, replies: Replies): Answer {
  const titles = policy.clauses.map(titleOf);
  const lead = fill(replies.outlineLead, { sections: policy.sections.length, count: titles.length });
  return answered(lead, must(titles), replies, 1);
}

export function targetList(policy: Policy, targets: readonly Target[], replies: Replies): Answer {
  const selections = policy.clauses.flatMap((clause): Selection[] => {
    const spans = distinct(targets.filter((target) => target.clause === clause.number));
    return isNonEmpty(spans) ? [{ clause, spans }] : [];
  });
  return answered(fill(replies.targetsLead, { count: targets.length }), must(selections), replies, 1);
}

/** Every sentence that holds the folded term, or any of several joined by 、 or 和; undefined when none does. */
export function scan(policy: Policy, term: string, replies: Replies): Answer | undefined {
  const wanted = fold(term).split(/[、,，]|和|与/u).filter((part) => part !== ''); // prettier-ignore
  const selections = policy.clauses.flatMap((clause): Selection[] => {
    const spans = clause.sentences.filter(({ text }) => wanted.some((part) => fold(text).includes(part)));
    return isNonEmpty(spans) ? [{ clause, spans }] : [];
  });
  if (!isNonEmpty(selections)) return undefined;
  return answered(fill(replies.scanLead, { count: selections.length }), selections, replies, 1);
}

export function documentFact(policy: Policy, fact: Fact, replies: Replies): Answer {
  const { text } = policy.frontMatter;
  const words = factWords(policy, fact);
  const start = text.indexOf(words);
  if (words === '' || start < 0) return refused('not_in_plan', replies.refusals.not_in_plan, replies);
  const spans: NonEmpty<Span> = [{ start, end: start + words.length }];
  return answered(replies.factLead, [{ clause: policy.frontMatter, spans }], replies, 1);
}

/** The words of the front matter that state a fact; '' when there are none. */
function factWords(policy: Policy, fact: Fact): string {
  const { text } = policy.frontMatter;
  const [year, month, day] = policy.issuedOn.split('-').map(Number);
  if (fact === 'issuedOn') return `${year}年${month}月${day}日`;
  if (fact === 'recipients') return /^[^\n]+(?=[:：]$)/mu.exec(text)?.[0] ?? '';
  if (fact !== 'basis') return policy[fact];
  const end = text.indexOf(policy.basisNumber) + policy.basisNumber.length;
  return text.slice(text.indexOf(policy.basis), end);
}

function titleOf(clause: Clause): Selection {
  return { clause, spans: [clause.sentences[0] ?? { start: 0, end: clause.text.length }] };
}

/** Two targets of one part of a sentence are quoted once. */
function distinct(targets: readonly Target[]): Span[] {
  return targets.filter(({ start }, i) => targets.findIndex((other) => other.start === start) === i);
}

function isNonEmpty<T>(list: readonly T[]): list is NonEmpty<T> {
  return list.length > 0;
}

function must<T>(list: readonly T[]): NonEmpty<T> {
  if (!isNonEmpty(list)) throw new Error('the plan has no such thing to list');
  return list;
}
