import { clauseOf, type Clause, type Policy, type Sentence } from '../domain/policy.js';
import { isNonEmpty, type Answer, type NonEmpty } from './answer.js';
import { answered, refused, titleOf, type Selection } from './compose.js';
import type { Fact } from './document-facts.js';
import { fill, type Replies } from './replies.js';
import {
  at,
  structureRequest,
  type PlainStructureRequest,
  type StructureRequest,
} from './structure-request.js';

/** A clause or sentence as it stands, a title, the section a clause belongs to, what a section holds, the outline. */
export function structure(policy: Policy, request: PlainStructureRequest, replies: Replies): Answer {
  switch (request.kind) {
    case 'clause':
      return oneClause(policy, request, replies);
    case 'clauses':
      return severalClauses(policy, request, replies);
    case 'extreme':
      return request.of === 'clauses' ? extremeSection(policy, request.end, replies) : extremeClause(policy, request.of, request.end, replies); // prettier-ignore
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

function oneClause(
  policy: Policy,
  { number, part, sentence: nth }: StructureRequest & { kind: 'clause' },
  replies: Replies,
): Answer {
  // prettier-ignore
  const clause = clauseOf(policy, number);
  if (clause === undefined || number < 1) return noSuchClause(policy, replies);
  const body = bodyOf(clause);
  switch (part) {
    case 'section':
      return answered([sectionOf(clause, replies)], [titleOf(clause)], replies, 1);
    case 'title':
      return answered([], [titleOf(clause)], replies, 1);
    case 'sentences':
      return answered([fill(replies.sentenceCount, { clause: number, count: body.length })], [titleOf(clause)], replies, 1); // prettier-ignore
    case 'text': {
      if (nth === undefined) return answered([], [wholeOf(clause)], replies, 1);
      const sentence = at(body, nth);
      if (sentence === undefined) return noSuchSentence(clause, body.length, replies);
      return answered([], [{ clause, spans: [sentence] }], replies, 1);
    }
  }
}

/** Several clauses as they stand, their titles, or the section of each. */
function severalClauses(
  policy: Policy,
  { numbers, part }: StructureRequest & { kind: 'clauses' },
  replies: Replies,
): Answer {
  // prettier-ignore
  const clauses = numbers.flatMap((number) => (number < 1 ? [] : (clauseOf(policy, number) ?? [])));
  const selections = clauses.map(part === 'text' ? wholeOf : titleOf);
  if (clauses.length < numbers.length || !isNonEmpty(selections)) return noSuchClause(policy, replies);
  const leads = part === 'section' ? sectionsOf(clauses, replies) : [];
  return answered(leads, selections, replies, 1);
}

/** The clauses with the most or fewest characters or sentences: all of them when several are alike. */
function extremeClause(
  policy: Policy,
  of: 'characters' | 'sentences',
  end: 'most' | 'least',
  replies: Replies,
): Answer {
  // prettier-ignore
  const size = (clause: Clause) => (of === 'sentences' ? bodyOf(clause).length : clause.text.length);
  const sizes = policy.clauses.map(size);
  const count = end === 'most' ? Math.max(...sizes) : Math.min(...sizes);
  const found = policy.clauses.filter((clause) => size(clause) === count);
  return answered([fill(replies.extremes[of][end], { count })], must(found.map(titleOf)), replies, 1);
}

/** What the sections with the most or fewest clauses contain. */
function extremeSection(policy: Policy, end: 'most' | 'least', replies: Replies): Answer {
  const sizes = policy.sections.map(({ clauses }) => clauses.length);
  const count = end === 'most' ? Math.max(...sizes) : Math.min(...sizes);
  const found = policy.sections.filter(({ clauses }) => clauses.length === count);
  const lead = fill(replies.extremes.clauses[end], { count });
  const names = found.map(({ number, title }) => fill(replies.outlineSection, { section: number, title, count })); // prettier-ignore
  const titles = policy.clauses.filter(({ section }) => found.some(({ number }) => number === section)).map(titleOf); // prettier-ignore
  return answered([lead, ...names], must(titles), replies, 1);
}

/** What some words after a clause's number ask of it (的倒数第三句请摘录), as far as its order answers; else the whole of it. */
export function partOfClause(policy: Policy, number: number, words: string, replies: Replies): Answer {
  const request = structureRequest(`第${number}条${words}`, policy);
  const isPlain = request !== undefined && request.kind === 'clause';
  return structure(policy, isPlain ? request : { kind: 'clause', number, part: 'text' }, replies);
}

export function noSuchClause(policy: Policy, replies: Replies): Answer {
  return refused('not_in_plan', fill(replies.refusals.no_such_clause, { count: policy.clauses.length }), replies); // prettier-ignore
}

function noSuchSentence({ number }: Clause, count: number, replies: Replies): Answer {
  return refused('not_in_plan', fill(replies.refusals.no_such_sentence, { clause: number, count }), replies);
}

/** Which section each of some clauses belongs to, a sentence each. */
export function sectionsOf(clauses: readonly Clause[], replies: Replies): string[] {
  const line = clauses.length === 1 ? replies.sectionOf : replies.sectionOfEach;
  return clauses.map((clause) => fill(line, slotsOf(clause)));
}

function sectionOf(clause: Clause, replies: Replies): string {
  return fill(replies.sectionOf, slotsOf(clause));
}

function slotsOf(clause: Clause) {
  return { clause: clause.number, section: clause.section, title: clause.sectionTitle };
}

/** What a section contains, or its nth clause. */
function section(policy: Policy, request: StructureRequest & { kind: 'section' }, replies: Replies): Answer {
  const found = policy.sections.find((one) => one.number === request.number);
  const clauses = policy.clauses.filter((clause) => clause.section === request.number);
  const only = request.nth === undefined ? undefined : at(clauses, request.nth);
  if (only !== undefined) return answered([], [wholeOf(only)], replies, 1); // prettier-ignore
  if (found !== undefined && request.nth !== undefined)
    return refused('not_in_plan', fill(replies.refusals.no_such_clause_in_section, { section: found.number, count: clauses.length }), replies); // prettier-ignore
  const titles = clauses.map(titleOf);
  if (found === undefined || !isNonEmpty(titles)) {
    return refused('not_in_plan', fill(replies.refusals.no_such_section, { count: policy.sections.length }), replies); // prettier-ignore
  }
  const slots = { section: found.number, title: found.title, count: titles.length };
  return answered([fill(replies.sectionLead, slots)], titles, replies, 1);
}

/** All sections with the titles of their clauses. */
function outline(policy: Policy, replies: Replies): Answer {
  const sections = policy.sections.map(({ number, title, clauses }) =>
    fill(replies.outlineSection, { section: number, title, count: clauses.length }),
  );
  const lead = fill(replies.outlineLead, { sections: policy.sections.length, count: policy.clauses.length });
  return answered([lead, ...sections], must(policy.clauses.map(titleOf)), replies, 1);
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

function bodyOf({ sentences }: Clause): readonly Sentence[] {
  return sentences.filter(({ index }) => index > 0);
}

function wholeOf(clause: Clause): Selection {
  return { clause, spans: [{ start: 0, end: clause.text.length }] };
}

function must<T>(items: readonly T[]): NonEmpty<T> {
  if (!isNonEmpty(items)) throw new Error('the plan has no such thing to list');
  return items;
}
