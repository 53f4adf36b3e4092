import { parse } from 'yaml';
import { z } from 'zod';
import { KINDS } from '../retrieval/kinds.js';
import { ASKS } from '../retrieval/question-data.js';

const line = z.string().min(1);
// The lines of their own; what each is for stands beside it in the file.
const LINES = [
  'lead',
  'more',
  'bareLead',
  'bareMore',
  'factLead',
  'sectionLead',
  'sectionOf',
  'sectionOfEach',
  'sentenceCount',
  'outlineLead',
  'outlineSection',
  'scanLead',
  'countLead',
  'clarify',
  'and',
  'missing',
  'missingBare',
  'consult',
  'validity',
  'personalDataRemoved',
  'superseded',
  'expired',
  'clauseOff',
  'clauseOffTitle',
] as const;
const ends = z.strictObject({ most: line, least: line });
// GB 45438-2025, 5.1 b).
const GENERATED = /(?:AI|人工智能).*生成/u;
const LABEL_RULE = 'must name AI or 人工智能, and 生成: the law asks for both';
const schema = z.strictObject({
  ...(Object.fromEntries(LINES.map((name) => [name, line])) as Record<(typeof LINES)[number], typeof line>),
  extremes: z.strictObject({ characters: ends, sentences: ends, clauses: ends }),
  targetLeads: z.strictObject({
    all: line,
    percent: line,
    counted: line,
    floor: line,
    ceiling: line,
    dated: line,
    deadline: line,
  }),
  refusals: z.strictObject({
    ...{
      not_in_plan: line,
      no_such_clause: line,
      no_such_clause_in_section: line,
      no_such_sentence: line,
      no_such_section: line,
      not_mentioned: line,
      off_topic: line,
    },
    ...{ personal_data: line, unsafe: line, empty: line },
  }),
  refusalsByKind: z.partialRecord(z.enum(KINDS), line),
  chat: z.strictObject({ thanks: line, chitchat: line, about_bot: line }),
  missingNames: z.record(z.enum([...ASKS, 'personal']), line),
  generated: z.strictObject({
    label: line.regex(GENERATED, LABEL_RULE),
    lead: line.regex(GENERATED, LABEL_RULE),
  }),
  excerpt: line,
  suggestionsOnClause: z.array(line),
  suggestions: z.array(line),
});

/** The fixed wording of prompts/replies.yml. */
export type Replies = z.infer<typeof schema>;

/** Reads prompts/replies.yml. @throws Error naming what is missing or superfluous. */
export function parseReplies(text: string): Replies {
  const result = schema.safeParse(parse(text));
  if (!result.success) throw new Error(`prompts/replies.yml: ${z.prettifyError(result.error)}`);
  return result.data;
}

/** Fills the slots of a template, e.g. {clause}. */
export function fill(template: string, slots: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/gu, (_, name: string) => String(slots[name] ?? ''));
}
