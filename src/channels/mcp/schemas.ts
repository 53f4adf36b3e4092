import { z } from 'zod';
import { QUESTION_CODE_POINTS } from '../api/limits.js';

/** Code points are what people count; a JSON schema counts them too, zod alone counts UTF-16 units. */
export const questionText = z
  .string()
  .refine((text) => text.trim() !== '', 'is empty')
  .refine((text) => [...text].length <= QUESTION_CODE_POINTS, `has at most ${QUESTION_CODE_POINTS} characters; shorten it`)
  .meta({ minLength: 1, maxLength: QUESTION_CODE_POINTS }); // prettier-ignore

const span = { start: z.int(), end: z.int() };
const citation = z.object({ clause: z.int(), ...span, quote: z.string() });

/** The answer object; what is added to it elsewhere passes through. */
export const answerOutput = z.looseObject({
  outcome: z
    .enum(['answered', 'partial', 'refused', 'clarify', 'chat'])
    .describe('partial: the plan touches it but lacks what `missing` names; refused: not in the plan'),
  reason: z.string().nullable(),
  text: z.string().describe('Exactly what a person reads'),
  segments: z.array(
    z.looseObject({
      kind: z
        .enum(['quote', 'statement', 'template'])
        .describe('quote: verbatim; statement: verified against its citations; template: fixed wording'),
      text: z.string(),
      citations: z.array(citation),
    }),
  ),
  citations: z.array(z.looseObject({ clause: z.int(), title: z.string(), url: z.string() })),
  missing: z.array(z.string()),
  interpretedAs: z.string().nullable(),
  suggestions: z.array(z.string()),
});

const sentence = z.object({ index: z.int(), ...span, text: z.string() });
const heading = { title: z.string(), section: z.int() };

export const clauseOutput = z.object({
  number: z.int(),
  ...heading,
  sectionTitle: z.string(),
  text: z.string(),
  sentences: z.array(sentence),
});

export const searchOutput = z.object({
  results: z.array(
    z.object({
      clause: z.int(),
      ...heading,
      score: z.number(),
      sentences: z.array(sentence.extend({ score: z.number() })),
    }),
  ),
});

export const targetKind = z.enum(['target', 'deadline', 'scope', 'count']);

export const targetsOutput = z.object({
  targets: z.array(
    z.object({
      ...{ id: z.string(), clause: z.int(), subject: z.string() },
      comparator: z.enum(['>=', '<=', '=', 'by', 'within']),
      ...{ value: z.number(), unit: z.string(), deadline: z.string().nullable(), kind: targetKind },
      ...{ quote: z.string(), ...span },
    }),
  ),
});
