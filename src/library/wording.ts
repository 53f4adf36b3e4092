import { parse } from 'yaml';
import { z } from 'zod';
import { parseReplies, type Replies } from '../answering/replies.js';

const line = z.string().min(1);
const own = z.strictObject({
  ...{ lead: line, leadWithoutNumber: line, superseded: line, silent: line },
  ...{ notInLibrary: line, missingFrom: line },
  replies: z.record(z.string(), z.unknown()),
});

/** The wording about policies of the library: that of the plan's answers with some lines said differently. */
export type LibraryWording = Omit<z.infer<typeof own>, 'replies'> & {
  /** The wording of answers from one policy. */
  repliesFor(title: string): Replies;
};

/** Reads prompts/library.yml over prompts/replies.yml. @throws Error naming what is missing or superfluous */
export function parseLibraryWording(text: string, repliesText: string): LibraryWording {
  const result = own.safeParse(parse(text));
  if (!result.success) throw new Error(`prompts/library.yml: ${z.prettifyError(result.error)}`);
  const { replies: differing, ...lines } = result.data;
  const base: unknown = parse(repliesText);
  const replies = parseReplies(JSON.stringify({ ...(base as object), ...differing })); // JSON is YAML
  const named = (title: string) => (one: string) => one.replace('{document}', title);
  return {
    ...lines,
    repliesFor: (title) => ({
      ...replies,
      suggestions: replies.suggestions.map(named(title)),
      suggestionsOnClause: replies.suggestionsOnClause.map(named(title)),
    }),
  };
}
