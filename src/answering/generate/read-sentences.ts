import { z } from 'zod';

/** One line of what a model writes: a sentence and the handles it rests on. */
export type Drafted = { readonly text: string; readonly cites: readonly string[] };

const schema = z.object({ text: z.string(), cites: z.array(z.string()).max(8) });
// Longer than any sentence that may be shown, with its JSON around it: a line that never ends must not be kept.
const MOST_CHARACTERS = 2000;

/**
 * Sentences as their lines are complete. What is no such line (a code fence, a remark, prose) is left out: it could not be
 * verified. The line after the last break counts only when the stream has ended.
 */
export async function* readSentences(pieces: AsyncIterable<string>): AsyncGenerator<Drafted, void> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = `${rest}${piece}`.split('\n');
    rest = (lines.pop() ?? '').slice(0, MOST_CHARACTERS);
    for (const line of lines) yield* draftedIn(line);
  }
  yield* draftedIn(rest);
}

function draftedIn(line: string): Drafted[] {
  const trimmed = line.trim();
  if (!trimmed.startsWith('{') || trimmed.length > MOST_CHARACTERS) return [];
  try {
    const result = schema.safeParse(JSON.parse(trimmed.replace(/,$/u, '')));
    return result.success ? [{ text: result.data.text.trim(), cites: result.data.cites }] : [];
  } catch {
    return []; // no JSON
  }
}
