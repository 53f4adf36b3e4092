import { createHash } from 'node:crypto';
import { z } from 'zod';
import { OUTCOMES } from './cases.js';

const citation = z.object({ clause: z.int(), quote: z.string(), start: z.int().nullable(), end: z.int().nullable() }); // prettier-ignore
const segment = z.object({
  kind: z.enum(['quote', 'statement', 'template']),
  text: z.string(),
  citations: z.array(citation),
});

/** What a system said to one question; null where a system does not tell. */
const reply = {
  outcome: z.enum(OUTCOMES).nullable(),
  missing: z.array(z.string()),
  confidence: z.number().min(0).max(1).nullable(),
  segments: z.array(segment),
  interpretedAs: z.string().nullable(),
  /** Clauses found for the question, best first, one entry a clause, with the spans found in it. */
  retrieved: z.array(
    z.object({ clause: z.int(), score: z.number(), spans: z.array(z.tuple([z.int(), z.int()])) }),
  ),
};

/**
 * 评测记录: what a system said to one case, one JSON object a line. Every score is computed from this, the case and the plan
 * alone, so that a run can be scored again without asking anything.
 */
export const runRecord = z.strictObject({
  /** Same for all lines of a run. */
  runId: z.string(),
  caseId: z.string(),
  /** full: with its history; last_turn: the bare question of a follow-up; rewrite: the gold standalone question. */
  variant: z.enum(['full', 'last_turn', 'rewrite']),
  /** 0 for the first time a case is asked in a run; determinism compares repeats. */
  repeat: z.int().min(0),
  /** What was asked: offline, api, openai, or the name of a reference system. */
  system: z.string(),
  /** SHA-256 of the plan's canonical text the system answers from. */
  textHash: z.string(),
  question: z.string(),
  ...reply,
  milliseconds: z.number().min(0),
  /** A crash, a refusal of the service, a time-out: never a zero, always an error. */
  error: z.string().nullable(),
  answerHash: z.string(),
});

export type RunRecord = z.infer<typeof runRecord>;
export type Segment = RunRecord['segments'][number];
export type Reply = Pick<RunRecord, keyof typeof reply>;

/** What stands for an answer when there was none. */
export const NO_REPLY: Reply = {
  ...{ outcome: null, missing: [], confidence: null, segments: [], interpretedAs: null, retrieved: [] },
};

/** Names one line of a run: resuming skips the lines that are there. */
export function recordKey({
  caseId,
  variant,
  repeat,
}: Pick<RunRecord, 'caseId' | 'variant' | 'repeat'>): string {
  return `${caseId} ${variant} ${repeat}`;
}

/**
 * What a person would have read, and whether it is the same again: outcome, text and citations, not the time it took. Fields count in an
 * order of their own, since one system builds its objects in one order and JSON from another arrives in a second.
 */
export function answerHash({ outcome, missing, segments, interpretedAs }: Reply): string {
  const said = segments.map(({ kind, text, citations }) => [kind, text, citations.map(({ clause, quote, start, end }) => [clause, quote, start, end])]); // prettier-ignore
  return createHash('sha256').update(JSON.stringify([outcome, missing, said, interpretedAs])).digest('hex'); // prettier-ignore
}

/** The text a person reads. */
export function textOf({ segments }: Pick<RunRecord, 'segments'>): string {
  return segments.map(({ text }) => text).join('');
}

/** The segments that say something of the plan. */
export function factsOf({ segments }: Pick<RunRecord, 'segments'>): Segment[] {
  return segments.filter(({ kind }) => kind !== 'template');
}

/** The clauses cited, each once, in the order of the answer. */
export function clausesCited({ segments }: Pick<RunRecord, 'segments'>): number[] {
  return [...new Set(segments.flatMap(({ citations }) => citations.map(({ clause }) => clause)))];
}
