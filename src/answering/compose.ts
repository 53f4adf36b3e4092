import { cite, clauseOf, type Citation, type Clause, type Policy, type Span } from '../domain/policy.js';
import type { Answer, NonEmpty, RefusalReason, Segment } from './answer.js';
import { fill, type Replies } from './replies.js';

/** A clause and the spans of it to show, in the order they are shown. */
export type Selection = { readonly clause: Clause; readonly spans: NonEmpty<Span> };

/** The clause's title, as its first sentence has it. */
export function titleOf(clause: Clause): Selection {
  return { clause, spans: [clause.sentences[0] ?? { start: 0, end: clause.text.length }] };
}

function template(text: string): Segment {
  return { kind: 'template', text, citations: [] };
}

function quote(clause: Clause, span: Span): Segment & { readonly kind: 'quote' } {
  const citation = cite(clause, span);
  return { kind: 'quote', text: citation.quote, citations: [citation] };
}

/** Fixed leads, then each selection's quotes under its clause's number and title. */
export function answered(
  leads: readonly string[],
  selections: NonEmpty<Selection>,
  replies: Replies,
  confidence: number,
): Answer {
  const segments = quotesUnderLeads(leads, selections, replies);
  return {
    outcome: 'answered',
    citations: citationsOf(selections),
    segments,
    ...plain(replies, confidence, selections[0].clause),
  };
}

/** What the plan does not say, then its nearest words, then whom to ask. */
export function partial(
  missing: NonEmpty<string>,
  selections: NonEmpty<Selection>,
  replies: Replies,
  confidence: number,
): Answer {
  const [{ clause, spans }, ...rest] = selections;
  const slots = { missing: missing.join(replies.and), clause: clause.number, title: clause.title };
  const more = rest.flatMap((one) => [template(fill(replies.more, { clause: one.clause.number, title: one.clause.title })), ...quotesOf(one.clause, one.spans)]); // prettier-ignore
  return {
    outcome: 'partial',
    citations: citationsOf(selections),
    missing,
    segments: [template(fill(clause.number === 0 ? replies.missingBare : replies.missing, slots)), ...quotesOf(clause, spans), ...more, template(replies.consult)], // prettier-ignore
    ...plain(replies, confidence, clause),
  };
}

export function refused(
  reason: RefusalReason,
  text: string,
  replies: Replies,
  missing: readonly string[] = [],
): Answer {
  return { outcome: 'refused', reason, missing, segments: [template(text)], ...plain(replies, 1) };
}

/** Asks back when a question names nothing to look for. */
export function clarify(replies: Replies): Answer {
  return { outcome: 'clarify', segments: [template(replies.clarify)], ...plain(replies, 1) };
}

export function chat(text: string, replies: Replies): Answer {
  return { outcome: 'chat', segments: [template(text)], ...plain(replies, 1) };
}

/** Slices every citation again and takes the text apart: nothing is shown that is neither wording nor the plan's words. */
export function verify(answer: Answer, policy: Policy): Answer {
  for (const segment of answer.segments) {
    for (const { clause, start, end, quote: words } of segment.citations) {
      if (clauseOf(policy, clause)?.text.slice(start, end) !== words)
        throw new Error(`a quote is not in clause ${clause}`);
    }
    if (segment.kind === 'quote' && segment.text !== segment.citations.map((one) => one.quote).join('')) {
      throw new Error('a quote segment says more than it cites');
    }
  }
  return answer;
}

function quotesUnderLeads(
  leads: readonly string[],
  selections: NonEmpty<Selection>,
  replies: Replies,
): NonEmpty<Segment> {
  const body = selections.flatMap((selection, i) => {
    const heading = headingOf(selection, i === 0 && leads.length === 0, i === 0, replies);
    return [...(heading === '' ? [] : [template(heading)]), ...quotesOf(selection.clause, selection.spans)];
  });
  const [head, ...tail] = [...leads.map(template), ...body];
  if (head === undefined) throw new Error('an answer needs a segment');
  return [head, ...tail];
}

/** The clause's number, and its title where the quote does not begin with it. The front matter has no number to show. */
function headingOf(
  { clause, spans }: Selection,
  isAlone: boolean,
  isFirst: boolean,
  replies: Replies,
): string {
  if (clause.number === 0) return isFirst ? '' : '\n';
  const isTitled = spans[0].start === 0;
  const line = isAlone
    ? isTitled
      ? replies.bareLead
      : replies.lead
    : isTitled
      ? replies.bareMore
      : replies.more;
  return fill(line, { clause: clause.number, title: clause.title });
}

/** Quotes in order; parts of a sentence that do not touch stand on lines of their own. */
function quotesOf(clause: Clause, spans: readonly Span[]): Segment[] {
  return spans.flatMap((span, i) => {
    const isApart = i > 0 && !/[。；！？]$/u.test(clause.text.slice(0, spans[i - 1]?.end ?? 0));
    return [...(isApart ? [template('\n')] : []), quote(clause, span)];
  });
}

function citationsOf(selections: NonEmpty<Selection>): NonEmpty<Citation> {
  const [first, ...rest] = selections.flatMap(({ clause, spans }) => spans.map((span) => cite(clause, span)));
  if (first === undefined) throw new Error('an answer needs a citation');
  return [first, ...rest];
}

function plain(replies: Replies, confidence: number, clause?: Clause) {
  const slots = clause && clause.number > 0 ? { clause: clause.number, section: clause.section } : undefined;
  const suggestions = slots === undefined ? replies.suggestions : replies.suggestionsOnClause.map((one) => fill(one, slots)); // prettier-ignore
  return { suggestions, confidence, interpretedAs: null };
}
