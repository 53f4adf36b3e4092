import { z } from 'zod';
import { JudgeError } from './kinds.js';
import type { Prompt } from './tasks.js';

const completionSchema = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({ message: z.object({ content: z.string().nullish() }), finish_reason: z.string().nullish() }),
    )
    .min(1),
});

/** What a model said, word for word. */
type Said = {
  readonly raw: string;
  /** The model the endpoint says answered: a name asked for may stand for another one tomorrow. */
  readonly answeredBy: string | null;
  /** stop, or why the reply ended before it was done. */
  readonly finishReason: string;
};

/** A model that judges. */
export type JudgeModel = {
  readonly endpoint: string;
  readonly model: string;
  /** @throws JudgeError when nothing usable came back in time */
  ask(prompt: Prompt): Promise<Said>;
};

// A judge may think for a while; one lost connection must not hold a run for ever.
const DEADLINE_MS = 120_000;

/**
 * Any OpenAI-compatible chat endpoint at temperature 0.
 * @throws JudgeError when address or key cannot be sent; the message never holds them, since errors are stored
 * @param base such as http://127.0.0.1:8787/v1
 * @param deadlineMs from sending to the last byte of the reply
 */
export function judgeModel(
  base: string,
  model: string,
  key: string | undefined,
  deadlineMs = DEADLINE_MS,
): JudgeModel {
  const url = addressOf(base);
  if (key !== undefined && !/^[\x21-\x7e]+$/u.test(key)) {
    throw new JudgeError("the judge's key holds white space or characters that no header can hold.");
  }
  const endpoint = `${url.origin}${url.pathname}`;
  const headers = { 'Content-Type': 'application/json', ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }) }; // prettier-ignore
  return {
    endpoint,
    model,
    ask: async (messages) => {
      const body = JSON.stringify({ model, messages, temperature: 0, stream: false });
      const text = await post(url, endpoint, { method: 'POST', headers, body, signal: AbortSignal.timeout(deadlineMs) }, deadlineMs); // prettier-ignore
      const result = completionSchema.safeParse(text);
      if (!result.success) throw new JudgeError(`${endpoint}: ${z.prettifyError(result.error)}`);
      const [choice] = result.data.choices;
      if (choice === undefined) throw new JudgeError(`${endpoint}: no choice`);
      return { raw: choice.message.content ?? '', answeredBy: result.data.model ?? null, finishReason: choice.finish_reason ?? 'stop' }; // prettier-ignore
    },
  };
}

function addressOf(base: string): URL {
  const address = `${base.replace(/\/$/u, '')}/chat/completions`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  // localhost:8787 is a URL too, of the scheme "localhost:".
  if (url === undefined || !/^https?:$/u.test(url.protocol)) {
    throw new JudgeError("the judge's address is no URL. Give one such as http://127.0.0.1:8787/v1.");
  }
  if (url.username !== '' || url.password !== '') {
    throw new JudgeError("the judge's address holds a password. Give the key apart from it.");
  }
  return url;
}

async function post(url: URL, endpoint: string, init: RequestInit, deadlineMs: number): Promise<unknown> {
  try {
    const response = await fetch(url, init);
    if (!response.ok) throw new JudgeError(`${endpoint} answered ${response.status}`);
    return await response.json();
  } catch (error) {
    if (error instanceof JudgeError) throw error;
    if (init.signal?.aborted) throw new JudgeError(`${endpoint}: no whole reply within ${deadlineMs} ms`);
    const why = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new JudgeError(`${endpoint}: ${why instanceof Error ? why.message : String(why)}`);
  }
}
