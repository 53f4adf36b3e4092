/** A half-open range [start, end) of UTF-16 offsets into some text. */
export type Span = { readonly start: number; readonly end: number };

/** Whether one span lies within another. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** One sentence of a clause. Offsets are into `Clause.text`; index 0 is the clause's title, the body counts from 1. */
export type Sentence = Span & { readonly index: number; readonly text: string };

/** 条: one numbered measure. Number 0 is the front matter (title, 文号, issuer, date, basis). */
export type Clause = {
  readonly number: number;
  readonly title: string;
  /** Section number, 1-based; 0 for the front matter. */
  readonly section: number;
  readonly sectionTitle: string;
  /** Title and body as published, page breaks joined and white space between Chinese characters removed. */
  readonly text: string;
  /** Where `text` begins in `Policy.text`. */
  readonly offset: number;
  readonly sentences: readonly Sentence[];
};

/** 部分: a heading and the numbers of the clauses under it. */
export type Section = {
  readonly number: number;
  readonly title: string;
  readonly clauses: readonly number[];
};

/** What is known about a document besides its clauses. */
export type PolicyMetadata = {
  readonly id: string;
  readonly title: string;
  readonly documentNumber: string;
  readonly issuer: string;
  /** ISO date, YYYY-MM-DD. */
  readonly issuedOn: string;
  readonly basis: string;
  readonly basisNumber: string;
  /** What replaced it, as a reader would look for it; absent while it is in force. */
  readonly supersededBy?: string | undefined;
  /** ISO date of the last day it is in force, where it says so. */
  readonly validUntil?: string | undefined;
};

/** 文件: a parsed policy document. */
export type Policy = PolicyMetadata & {
  readonly sections: readonly Section[];
  readonly frontMatter: Clause;
  /** The numbered clauses in order, without the front matter. */
  readonly clauses: readonly Clause[];
  /** The whole canonical text: front matter, headings and clauses, one paragraph a line. */
  readonly text: string;
};

/** 引用: a slice of a clause. `quote` always equals `clause.text.slice(start, end)`. */
export type Citation = Span & {
  readonly clause: number;
  readonly quote: string;
  /** The policy it is cut from; absent for the first plan. */
  readonly policy?: string;
};

/** The clause of that number (0 is the front matter), or undefined when the policy has none. */
export function clauseOf(policy: Policy, number: number): Clause | undefined {
  return number === 0 ? policy.frontMatter : policy.clauses[number - 1];
}

/**
 * Cites a span of a clause. The only place where citations are made, so a quote is right by construction.
 * @throws RangeError when the span is empty or outside the clause: that is a bug, never bad input.
 */
export function cite(clause: Clause, span: Span): Citation {
  if (!(span.start >= 0 && span.start < span.end && span.end <= clause.text.length)) {
    throw new RangeError(
      `span ${span.start}-${span.end} is not inside clause ${clause.number} (${clause.text.length} long)`,
    );
  }
  return {
    clause: clause.number,
    start: span.start,
    end: span.end,
    quote: clause.text.slice(span.start, span.end),
  };
}
