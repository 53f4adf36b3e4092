import type { Message } from '../../conversation/message.js';
import { fold } from '../../retrieval/fold.js';
import { asData } from './as-data.js';
import { faultOf, type Chat } from './chat.js';
import { parsePrompt, type Template } from './template.js';

// A question of sixty characters is at most so many tokens.
const MOST_TOKENS = 80;
const MOST_CHARACTERS = 60;
// The offline answer waits for it, and it is only a guess at what was meant.
const DEADLINE_MS = 3000;
const MOST_TURNS = 3;
// What joins words and says nothing by itself.
const JOINING = /^[的吗呢了和与在对是有就也都能会要么,，。？?!！\s]$/u;

/** Reads prompts/rewrite.yml. @throws Error naming what is missing, superfluous or a slot that there is not */
export async function parseRewritePrompt(text: string): Promise<Template> {
  return parsePrompt('prompts/rewrite.yml', text, ['history', 'question']);
}

/** A question by itself, or undefined when a model offers none that may be used. */
export type Rewrite = (
  messages: readonly Message[],
  asking: { readonly client: string; readonly signal?: AbortSignal | undefined },
) => Promise<string | undefined>;

/** Rewrites follow-ups that the offline resolver could not; only what the person typed is built upon. */
export function createRewrite(template: Template, chat: Chat): Rewrite {
  return async (messages, { client, signal }) => {
    const turns = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
    const question = turns.at(-1) ?? '';
    const history = turns.slice(0, -1).slice(-MOST_TURNS);
    if (history.length === 0) return undefined;
    try {
      const prompt = await template({ history: history.map(asData).join('\n'), question: asData(question) });
      let said = '';
      for await (const piece of chat.stream({ messages: prompt, maxTokens: MOST_TOKENS, client, deadlineMs: DEADLINE_MS, ...(signal ? { signal } : {}) })) said += piece; // prettier-ignore
      const rewritten = said.trim();
      return isMadeOf(rewritten, [...history, question]) ? rewritten : undefined;
    } catch (error) {
      faultOf(error); // whatever the model's fault, the question stands as it was typed
      return undefined;
    }
  };
}

/**
 * Whether a text is nothing but pieces of other texts, of two characters or more, and what joins them. So a rewritten question, which
 * is shown as 按这个问题理解, can hold no word, number or name that the person did not type.
 */
export function isMadeOf(text: string, sources: readonly string[]): boolean {
  const folded = fold(text);
  const typed = sources.map(fold);
  if (folded === '' || folded.length > MOST_CHARACTERS || text.includes('\n')) return false;
  for (let at = 0; at < folded.length;) {
    const length = longestPiece(folded, at, typed);
    if (length >= 2) at += length;
    else if (JOINING.test(folded[at] ?? '')) at += 1;
    else return false;
  }
  return true;
}

/** A number or a Latin word is taken whole or not at all: 10 is no piece of 102. */
function longestPiece(text: string, at: number, sources: readonly string[]): number {
  let length = 0;
  for (let end = at + 1; end <= text.length; end += 1) {
    const piece = text.slice(at, end);
    if (!sources.some((source) => source.includes(piece))) break;
    if (!isInsideWord(text, end) && sources.some((source) => standsIn(source, piece))) length = end - at;
  }
  return length;
}

function standsIn(source: string, piece: string): boolean {
  for (let at = source.indexOf(piece); at >= 0; at = source.indexOf(piece, at + 1)) {
    if (!isInsideWord(source, at) && !isInsideWord(source, at + piece.length)) return true;
  }
  return false;
}

function isInsideWord(text: string, at: number): boolean {
  return /[a-z0-9.%]/u.test(text[at - 1] ?? '') && /[a-z0-9.%]/u.test(text[at] ?? '');
}
