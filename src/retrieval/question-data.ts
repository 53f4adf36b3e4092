import { z } from 'zod';

/** What a question asks for. */
export const ASKS = ['what', 'whether', 'amount', 'ratio', 'count', 'when', 'duration', 'where', 'who', 'how', 'documents', 'condition', 'contact', 'why', 'effect', 'list'] as const; // prettier-ignore
export type Asks = (typeof ASKS)[number];

/** Why a question the plan does not answer is not answered. */
export const NEGATIVE_KINDS = ['absent_detail', 'false_premise', 'near_miss', 'other_policy', 'other_region', 'injection', 'personal_verdict', 'meta_absent', 'prediction', 'other_document', 'chitchat', 'about_bot', 'opinion_politics', 'nonsense', 'underspecified', 'general_knowledge'] as const; // prettier-ignore

const question = z.object({
  clause: z.int().min(1),
  /** 1-based sentence of the clause, title excluded; 0 for the clause as a whole. */
  sentence: z.int().min(0),
  question: z.string().min(1),
  set: z.string(),
  asks: z.enum(ASKS).optional(),
  covered: z.boolean().optional(),
  also: z.union([z.int().min(1), z.array(z.int().min(1))]).optional(),
});
const negative = z.object({
  question: z.string().min(1),
  kind: z.enum(NEGATIVE_KINDS),
  near: z.int().min(1).nullable(),
});
const lexiconEntry = z.object({
  canonical: z.string().min(1),
  aliases: z.array(z.string().min(1)),
  kind: z.enum(['term', 'city', 'metro', 'region']),
  abbr: z.array(z.string()).optional(),
  members: z.array(z.string()).optional(),
  in_plan: z.boolean(),
  /** Whether a place lies outside the province that the plan is for. */
  outside: z.boolean().optional(),
});

/** A question a resident might ask of one clause: the clause's text expanded by what people call it. */
export type HypotheticalQuestion = z.infer<typeof question>;
type NegativeQuestion = z.infer<typeof negative>;
type LexiconEntry = z.infer<typeof lexiconEntry>;

/** What the corpus knows besides the policy's own text. */
export type QuestionData = {
  readonly questions: readonly HypotheticalQuestion[];
  readonly negatives: readonly NegativeQuestion[];
  readonly lexicon: readonly LexiconEntry[];
};

/** The corpus files' texts. */
export type QuestionFiles = {
  readonly questions: string;
  readonly negatives: string;
  readonly lexicon: string;
};

/** Reads the three corpus files. @throws Error naming file, line, problem and remedy. */
export function parseQuestionData(files: QuestionFiles): QuestionData {
  return {
    questions: parseLines('questions.jsonl', files.questions, question),
    negatives: parseLines('negatives.jsonl', files.negatives, negative),
    lexicon: parse('lexicon.json', files.lexicon, z.array(lexiconEntry)),
  };
}

/** The clauses a question asks about. */
export function clausesOf({ clause, also }: HypotheticalQuestion): number[] {
  return [...new Set([clause, ...(Array.isArray(also) ? also : also === undefined ? [] : [also])])];
}

function parseLines<T>(file: string, text: string, schema: z.ZodType<T>): T[] {
  const lines = text.split('\n').map((line, i) => ({ line, at: `${file}:${i + 1}` }));
  return lines.filter(({ line }) => line.trim() !== '').map(({ line, at }) => parse(at, line, schema));
}

function parse<T>(at: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${at}: not valid JSON. Restore the line from version control.`, { cause });
  }
  const result = schema.safeParse(value);
  if (!result.success)
    throw new Error(`${at}: ${z.prettifyError(result.error)}. See corpus/README.md for the fields.`);
  return result.data;
}
