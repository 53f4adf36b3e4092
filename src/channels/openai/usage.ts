import type { Message } from '../../conversation/message.js';

const CJK = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/gu;
// English text has about four letters to a token in the tokenizers in use.
const LETTERS_PER_TOKEN = 4;

/** As OpenAI reports them. */
export type Usage = {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
};

/**
 * Tokens are counted by one rule, not by a tokenizer: a Chinese character or full-width mark is one, and of everything else four characters
 * are. There may be no model at all, and every model would count otherwise; this number is stable and good for bounds and bills to come.
 * The prompt is what was read of the messages, without roles.
 */
export function usageOf(messages: readonly Message[], completion: string): Usage {
  const prompt = messages.reduce((sum, { content }) => sum + tokensIn(content), 0);
  const answer = tokensIn(completion);
  return { prompt_tokens: prompt, completion_tokens: answer, total_tokens: prompt + answer };
}

function tokensIn(text: string): number {
  const wide = text.match(CJK)?.length ?? 0;
  return wide + Math.ceil((text.length - wide) / LETTERS_PER_TOKEN);
}
