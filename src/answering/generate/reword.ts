import { LRUCache } from 'lru-cache';
import { fold } from '../../retrieval/fold.js';
import { asData } from './as-data.js';
import { faultOf, type Chat } from './chat.js';
import { parsePrompt, type Template } from './template.js';

// Forty characters are asked for; a line much longer is an answer or an essay.
const MOST_CHARACTERS = 60;
const TOKENS_A_LINE = 60;
// The offline answer is ready and waits for it; a person notices more.
const DEADLINE_MS = 1500;
// A person's questions of a day, and the common ones of many.
const KEPT_QUESTIONS = 1000;

/** Reads prompts/reword.yml. @throws Error naming what is missing, superfluous or a slot that there is not */
export async function parseRewordPrompt(text: string): Promise<Template> {
  return parsePrompt('prompts/reword.yml', text, ['count', 'question']);
}

/** A question in other words, for finding only; none when the model fails or takes too long. */
export type Reword = (
  question: string,
  asking: { readonly client: string; readonly signal?: AbortSignal | undefined },
) => Promise<readonly string[]>;

/** @param count how many rewordings are used at most */
export function createReword(template: Template, chat: Chat, count: number): Reword {
  const kept = new LRUCache<string, readonly string[]>({ max: KEPT_QUESTIONS });
  return async (question, { client, signal }) => {
    const known = kept.get(question);
    if (known !== undefined) return known;
    try {
      const messages = await template({ count: String(count), question: asData(question) });
      let said = '';
      for await (const piece of chat.stream({ messages, maxTokens: count * TOKENS_A_LINE, client, deadlineMs: DEADLINE_MS, ...(signal ? { signal } : {}) })) said += piece; // prettier-ignore
      const rewordings = readRewordings(said, question, count);
      kept.set(question, rewordings);
      return rewordings;
    } catch (error) {
      faultOf(error); // whatever the model's fault, the question is found as it was typed
      return [];
    }
  };
}

/** The first lines that may be used: short, each once, and not the question again. */
export function readRewordings(said: string, question: string, count: number): string[] {
  const lines = said
    .split('\n')
    .map((text) => text.replace(/^\s*(?:[-*•]|\d{1,2}[.、)）])\s*/u, '').trim())
    .filter((text) => text !== '' && [...text].length <= MOST_CHARACTERS);
  const byFolded = new Map(lines.map((text) => [fold(text), text]));
  byFolded.delete(fold(question));
  return [...byFolded.values()].slice(0, count);
}
