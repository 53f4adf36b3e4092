import type { Target } from '../domain/find-targets.js';
import { clauseOf, type Clause, type Policy, type Span } from '../domain/policy.js';
import { partSpans } from '../domain/sentences.js';
import { fold } from '../retrieval/fold.js';
import type { Answer, NonEmpty } from './answer.js';
import { answered, refused, type Selection } from './compose.js';
import type { Fact } from './document-facts.js';
import type { ListRequest } from './list-request.js';
import { fill, type Replies } from './replies.js';
import { at, type StructureRequest } from './structure-request.js';

// Lists are scans of the parsed plan, never the top of a ranking: they must be complete.

// Beyond so many clauses whole sentences would bury what was asked for: only the part that holds the word is shown.
const WHOLE_SENTENCES = 4;

/** A clause or sentence as it stands, a title, the section a clause belongs to, what a section holds, the outline. */
export function structure(
  policy: Policy,
  request: Exclude<StructureRequest, { kind: 'within' }>,
  replies: Replies,
): Answer {
  switch (request.kind) {
    case 'clause': {
      const clause = clauseOf(policy, request.number);
      if (clause === undefined || request.number < 1) return noSuchClause(policy, replies);
      if (request.part === 'section') return sectionOf(clause, replies);
      if (request.part === 'title') return answered([], [titleOf(clause)], replies, 1);
      const body = clause.sentences.filter(({ index }) => index > 0);
      const sentence = request.sentence === undefined ? undefined : at(body, request.sentence);
      if (request.sentence !== undefined && sentence === undefined)
        return noSuchSentence(clause, body.length, replies);
      return answered(
        [],
        [{ clause, spans: [sentence ?? { start: 0, end: clause.text.length }] }],
        replies,
        1,
      );
    }
    case 'range': {
      const titles = policy.clauses
        .filter(({ number }) => request.from <= number && number <= request.to)
        .map(titleOf);
      return isNonEmpty(titles) ? answered([], titles, replies, 1) : noSuchClause(policy, replies);
    }
    case 'section':
      return section(policy, request, replies);
    case 'outline':
      return outline(policy, replies);
  }
}

export function noSuchClause(policy: Policy, replies: Replies): Answer {
  return refused('not_in_plan', fill(replies.refusals.no_such_clause, { count: policy.clauses.length }), replies); // prettier-ignore
}

function noSuchSentence({ number }: Clause, count: number, replies: Replies): Answer {
  return refused('not_in_plan', fill(replies.refusals.no_such_sentence, { clause: number, count }), replies);
}

function sectionOf(clause: Clause, replies: Replies): Answer {
  const lead = fill(replies.sectionOf, { clause: clause.number, section: clause.section, title: clause.sectionTitle }); // prettier-ignore
  return answered([lead], [titleOf(clause)], replies, 1);
}

/** What a section contains, or its nth clause. */
function section(policy: Policy, request: StructureRequest & { kind: 'section' }, replies: Replies): Answer {
  const found = policy.sections.find((one) => one.number === request.number);
  const clauses = policy.clauses.filter((clause) => clause.section === request.number);
  const only = request.nth === undefined ? undefined : at(clauses, request.nth);
  if (only !== undefined) return answered([], [{ clause: only, spans: [{ start: 0, end: only.text.length }] }], replies, 1); // prettier-ignore
  const titles = clauses.map(titleOf);
  if (found === undefined || !isNonEmpty(titles)) {
    return refused('not_in_plan', fill(replies.refusals.no_such_section, { count: policy.sections.length }), replies); // prettier-ignore
  }
  const slots = { section: found.number, title: found.title, count: titles.length };
  return answered([fill(replies.sectionLead, slots)], titles, replies, 1);
}

/** All sections with the titles of their clauses, and which of them has the most. */
function outline(policy: Policy, replies: Replies): Answer {
  const sections = policy.sections.map(({ number, title, clauses }) =>
    fill(replies.outlineSection, { section: number, title, count: clauses.length }),
  );
  const most = Math.max(...policy.sections.map(({ clauses }) => clauses.length));
  const largest = policy.sections.filter(({ clauses }) => clauses.length === most).map(({ number }) => fill(replies.outlineLargest, { section: number, count: most })); // prettier-ignore
  const lead = fill(replies.outlineLead, { sections: policy.sections.length, count: policy.clauses.length });
  return answered([lead, ...sections, ...largest], must(policy.clauses.map(titleOf)), replies, 1); // prettier-ignore
}

/** The targets of a kind, or every clause that holds a word; undefined when there are none. */
export function list(
  policy: Policy,
  targets: readonly Target[],
  request: ListRequest,
  replies: Replies,
): Answer | undefined {
  return request.kind === 'scan' ? scan(policy, request.terms, replies) : targetList(policy, targets, request.which, replies); // prettier-ignore
}

function targetList(
  policy: Policy,
  targets: readonly Target[],
  which: 'all' | 'percent' | 'dated',
  replies: Replies,
): Answer | undefined {
  const isWanted = ({ unit, comparator, value }: Target) =>
    which === 'all' || (which === 'percent' ? unit === '%' : comparator === 'by' && value > 0);
  const wanted = targets.filter(isWanted);
  const selections = policy.clauses.flatMap((clause): Selection[] => {
    const spans = distinct(wanted.filter((target) => target.clause === clause.number));
    return isNonEmpty(spans) ? [{ clause, spans }] : [];
  });
  return isNonEmpty(selections) ? answered([fill(replies.targetLeads[which], { count: wanted.length })], selections, replies, 1) : undefined; // prettier-ignore
}

/** Every sentence (or, of many, every part of one) that holds one of the folded terms. */
function scan(policy: Policy, terms: readonly string[], replies: Replies): Answer | undefined {
  const holds = (text: string) => terms.some((term) => fold(text).includes(term));
  const holding = policy.clauses.filter(({ text }) => holds(text));
  const selections = holding.flatMap((clause): Selection[] => {
    const sentences = clause.sentences.filter(({ text }) => holds(text));
    const spans = holding.length > WHOLE_SENTENCES ? sentences.flatMap((sentence) => partsHolding(clause, sentence, holds)) : sentences; // prettier-ignore
    return isNonEmpty(spans) ? [{ clause, spans }] : [];
  });
  return isNonEmpty(selections) ? answered([fill(replies.scanLead, { count: selections.length })], selections, replies, 1) : undefined; // prettier-ignore
}

function partsHolding(clause: Clause, sentence: Span, holds: (text: string) => boolean): Span[] {
  const text = clause.text.slice(sentence.start, sentence.end);
  const parts = partSpans(text).filter(({ start, end }) => holds(text.slice(start, end)));
  if (parts.length === 0) return [sentence]; // a term can span two parts
  return parts.map(({ start, end }) => ({ start: sentence.start + start, end: sentence.start + end - (/[，,；;]$/u.test(text.slice(start, end)) ? 1 : 0) })); // prettier-ignore
}

/** What the front matter says of the document. */
export function documentFacts(policy: Policy, facts: readonly Fact[], replies: Replies): Answer | undefined {
  const { frontMatter: clause } = policy;
  const spans = facts.flatMap((fact) => {
    const words = factWords(policy, fact);
    const start = words === '' ? -1 : clause.text.indexOf(words);
    return start < 0 ? [] : [{ start, end: start + words.length }];
  });
  return isNonEmpty(spans) ? answered([replies.factLead], [{ clause, spans }], replies, 1) : undefined;
}

/** The words of the front matter that state a fact; '' when there are none. */
function factWords(policy: Policy, fact: Fact): string {
  const { text } = policy.frontMatter;
  const [year, month, day] = policy.issuedOn.split('-').map(Number);
  if (fact === 'issuedOn') return `${year}年${month}月${day}日`;
  if (fact === 'recipients') return /^[^\n]+(?=[:：]$)/mu.exec(text)?.[0] ?? '';
  if (fact !== 'basis') return policy[fact];
  const start = text.indexOf(policy.basis);
  const end = text.indexOf(policy.basisNumber) + policy.basisNumber.length;
  // The marks around the title and the number belong to them.
  return text.slice(
    text[start - 1] === '《' ? start - 1 : start,
    /[)）]/u.test(text[end] ?? '') ? end + 1 : end,
  );
}

function titleOf(clause: Clause): Selection {
  return { clause, spans: [clause.sentences[0] ?? { start: 0, end: clause.text.length }] };
}

/** Two targets of one part of a sentence are quoted once. */
function distinct(targets: readonly Target[]): Span[] {
  return targets.filter(({ start }, i) => targets.findIndex((other) => other.start === start) === i);
}

function isNonEmpty<T>(items: readonly T[]): items is NonEmpty<T> {
  return items.length > 0;
}

function must<T>(items: readonly T[]): NonEmpty<T> {
  if (!isNonEmpty(items)) throw new Error('the plan has no such thing to list');
  return items;
}
