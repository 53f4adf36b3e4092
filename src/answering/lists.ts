import type { Target } from '../domain/find-targets.js';
import type { Clause, Policy, Span } from '../domain/policy.js';
import { partSpans } from '../domain/sentences.js';
import { fold } from '../retrieval/fold.js';
import { isNonEmpty, type Answer } from './answer.js';
import { answered, refused, titleOf, type Selection } from './compose.js';
import type { ListRequest, ScanRequest, WhichTargets } from './list-request.js';
import { fill, type Replies } from './replies.js';
import type { WordGroup } from './scan-words.js';

// Lists are scans of the parsed plan, never the top of a ranking: they must be complete.

// Beyond so many clauses whole sentences would bury what was asked for: only the part that holds the word is shown.
const WHOLE_SENTENCES = 4;

/** The targets of a kind, or every clause that holds a word; undefined when there are none. */
export function list(
  policy: Policy,
  targets: readonly Target[],
  request: ListRequest,
  replies: Replies,
): Answer | undefined {
  return request.kind === 'scan' ? scan(policy, request, replies) : targetList(policy, targets, request.which, replies); // prettier-ignore
}

function targetList(
  policy: Policy,
  targets: readonly Target[],
  which: WhichTargets,
  replies: Replies,
): Answer | undefined {
  const wanted = targets.filter((target) => isOfKind(target, which));
  const selections = policy.clauses.flatMap((clause): Selection[] => {
    const spans = distinct(wanted.filter((target) => target.clause === clause.number));
    return isNonEmpty(spans) ? [{ clause, spans }] : [];
  });
  return isNonEmpty(selections) ? answered([fill(replies.targetLeads[which], { count: wanted.length })], selections, replies, 1) : undefined; // prettier-ignore
}

function isOfKind({ unit, comparator, kind }: Target, which: WhichTargets): boolean {
  switch (which) {
    case 'all':
      return true;
    case 'percent':
      return unit === '%';
    case 'counted':
      return unit !== '%' && comparator !== 'by' && comparator !== 'within';
    case 'floor':
      return comparator === '>=';
    case 'ceiling':
      return comparator === '<=';
    case 'dated':
      return comparator === 'by';
    case 'deadline':
      return kind === 'deadline';
  }
}

/** Every title, sentence or, of many, part of a sentence that holds what is looked for. */
function scan(policy: Policy, request: ScanRequest, replies: Replies): Answer | undefined {
  const { groups, section, isTitle, isCounted, except } = request;
  if (groups.length === 0) return refused('not_in_plan', replies.refusals.not_mentioned, replies);
  const clauses = policy.clauses.filter(({ number, section: own }) => (section === undefined || own === section) && number !== except); // prettier-ignore
  const textOf = (clause: Clause) => (isTitle ? clause.title : clause.text);
  const words = groups.flatMap((group) => rarer(group, clauses.map(textOf)));
  const holds = (text: string) => words.some((word) => fold(text).includes(word));
  const holding = clauses.filter((clause) => holds(textOf(clause)));
  const selections = holding.flatMap((clause): Selection[] => {
    if (isTitle) return [titleOf(clause)];
    const sentences = clause.sentences.filter(({ text }) => holds(text));
    const spans = holding.length > WHOLE_SENTENCES ? sentences.flatMap((sentence) => partsHolding(clause, sentence, holds)) : sentences; // prettier-ignore
    return isNonEmpty(spans) ? [{ clause, spans }] : [];
  });
  const lead = isCounted ? fill(replies.countLead, { count: occurrences(holding, words), clauses: selections.length }) : fill(replies.scanLead, { count: selections.length }); // prettier-ignore
  return isNonEmpty(selections) ? answered([lead], selections, replies, 1) : undefined;
}

// A word in a quarter of all clauses says little beside a rarer one: 政策 beside 人才.
const COMMON = 1 / 4;

/** The words of a group without the common ones, unless all are. */
function rarer(group: WordGroup, texts: readonly string[]): WordGroup {
  const rare = group.filter((word) => texts.filter((text) => fold(text).includes(word)).length <= texts.length * COMMON); // prettier-ignore
  return rare.length === 0 ? group : rare;
}

function occurrences(clauses: readonly Clause[], words: readonly string[]): number {
  const count = (text: string, word: string) => text.split(word).length - 1;
  return clauses.reduce((sum, { text }) => sum + words.reduce((all, word) => all + count(fold(text), word), 0), 0); // prettier-ignore
}

function partsHolding(clause: Clause, sentence: Span, holds: (text: string) => boolean): Span[] {
  const text = clause.text.slice(sentence.start, sentence.end);
  const parts = partSpans(text).filter(({ start, end }) => holds(text.slice(start, end)));
  if (parts.length === 0) return [sentence]; // a term can span two parts
  return parts.map(({ start, end }) => ({ start: sentence.start + start, end: sentence.start + end - (/[，,；;]$/u.test(text.slice(start, end)) ? 1 : 0) })); // prettier-ignore
}

/** Two targets of one part of a sentence are quoted once. */
function distinct(targets: readonly Target[]): Span[] {
  return targets.filter(({ start }, i) => targets.findIndex((other) => other.start === start) === i);
}
