import type { Citation, Policy } from '../../domain/policy.js';
import type { Answer, NonEmpty, Segment } from '../answer.js';
import { fill, type Replies } from '../replies.js';

/** An answer that says something of the plan: the only kind a model may word. */
export type Claiming = Extract<Answer, { readonly outcome: 'answered' | 'partial' }>;

/** A verified sentence of a model. */
export type Statement = Extract<Segment, { readonly kind: 'quote' | 'statement' }> & {
  readonly kind: 'statement';
};

/** The fixed wording around a model's sentences. */
export type Frame = {
  /** Stands first in the finished answer, and before the first sentence of a stream. */
  readonly label: Segment;
  readonly lead: Segment;
};

export function frameOf({ generated }: Replies, { documentNumber }: Policy): Frame {
  const template = (text: string): Segment => ({ kind: 'template', text, citations: [] });
  return {
    label: template(fill(generated.label, { number: documentNumber })),
    lead: template(generated.lead),
  };
}

/**
 * An offline answer in two: the card with the plan's words, which is shown at once, and the advice after them (whom to ask), which
 * stays last.
 */
export function splitCard(segments: readonly Segment[]): {
  readonly card: readonly Segment[];
  readonly tail: readonly Segment[];
} {
  const end = segments.findLastIndex(({ kind }) => kind !== 'template') + 1;
  return { card: segments.slice(0, end), tail: segments.slice(end) };
}

/** Without the line a channel says itself, as WeChat does on each of its messages. */
export function withoutLabel(answer: Answer): Answer {
  const [, head, ...rest] = answer.segments;
  return head === undefined ? answer : { ...answer, segments: [head, ...rest] };
}

/** Statements as lines. */
export function linesOf(statements: readonly Statement[], isFirst: boolean): Segment[] {
  return statements.flatMap((statement, i): Segment[] =>
    isFirst && i === 0 ? [statement] : [{ kind: 'template', text: '\n', citations: [] }, statement],
  );
}

/**
 * The offline answer with verified sentences in it. The plan's own words stay: whatever a model leaves out, nothing is lost that
 * would have been said without it.
 */
export function withStatements(offline: Claiming, statements: NonEmpty<Statement>, frame: Frame): Claiming {
  const { card, tail } = splitCard(offline.segments);
  const segments: NonEmpty<Segment> = [frame.label, ...card, frame.lead, ...linesOf(statements, true), ...tail]; // prettier-ignore
  const [first, ...rest] = offline.citations;
  const more = statements.flatMap(({ citations }) => citations);
  return { ...offline, segments, citations: [first, ...distinct([...rest, ...more], [first])] };
}

function distinct(citations: readonly Citation[], before: readonly Citation[]): Citation[] {
  const seen = new Set(before.map(keyOf));
  return citations.filter((one) => !seen.has(keyOf(one)) && seen.add(keyOf(one)));
}

function keyOf({ clause, start, end }: Citation): string {
  return `${clause} ${start} ${end}`;
}
