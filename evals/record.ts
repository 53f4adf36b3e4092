import { z } from 'zod';

const citation = z.object({ clause: z.int(), quote: z.string() });
const segment = z.object({
  kind: z.enum(['quote', 'statement', 'template']),
  text: z.string(),
  citations: z.array(citation),
});

/**
 * 运行记录: what a system said to one case, one JSON object a line. Every score is computed from this and the case alone,
 * so that a run can be scored again without asking anything.
 */
export const runRecord = z.strictObject({
  /** Same for all lines of a run. */
  runId: z.string(),
  caseId: z.string(),
  /** 0 for the first time the case is asked in a run; determinism compares repeats. */
  repeat: z.int().min(0),
  /** What was asked: offline, model, http (API.md), openai, or the name of a reference row. */
  system: z.string(),
  textHash: z.string(),
  question: z.string(),
  outcome: z.enum(['answered', 'partial', 'refused', 'clarify', 'chat']).nullable(),
  missing: z.array(z.string()),
  confidence: z.number().min(0).max(1).nullable(),
  segments: z.array(segment),
  interpretedAs: z.string().nullable(),
  /** Clauses found for the question, best first, one entry a clause. */
  retrieved: z.array(z.object({ clause: z.int(), sentence: z.int().nullable(), score: z.number() })),
  milliseconds: z.number().min(0),
  /** A crash, a refusal of the service, a time-out: never a zero, always an error. */
  error: z.string().nullable(),
  answerHash: z.string(),
});

export type RunRecord = z.infer<typeof runRecord>;
