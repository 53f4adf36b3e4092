import { parse } from 'yaml';
import { z } from 'zod';
import { ASKS } from '../retrieval/question-data.js';

const line = z.string().min(1);
const schema = z.strictObject({
  ...{ lead: line, more: line, factLead: line, sectionLead: line, outlineLead: line, outlineSection: line },
  ...{
    personalDataRemoved: line,
    targetsLead: line,
    scanLead: line,
    clarify: line,
    missing: line,
    consult: line,
  },
  refusals: z.strictObject({
    ...{ not_in_plan: line, no_such_clause: line, no_such_section: line, off_topic: line },
    ...{ personal_data: line, unsafe: line, empty: line },
  }),
  chat: z.strictObject({ chitchat: line, about_bot: line }),
  missingNames: z.record(z.enum([...ASKS, 'personal']), line),
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
