import { z } from 'zod';
import type { Policy } from '../../src/domain/policy.js';
import { NO_REPLY, runRecord } from '../record.js';
import { request } from './api.js';
import { readText } from './read-text.js';
import { SystemError, type System } from './system.js';

const completionSchema = z.object({
  choices: z
    .array(z.object({ message: z.object({ content: z.string() }), finish_reason: z.string().nullish() }))
    .min(1),
  /** This project's own endpoint adds what plain text cannot say. */
  suwen: z
    .object({
      outcome: runRecord.shape.outcome,
      missing: z.array(z.string()).default([]),
      segments: runRecord.shape.segments,
    }) // prettier-ignore
    .optional(),
});

/**
 * Any OpenAI-compatible chat endpoint. Where its answer has no `suwen` field the text alone is judged, see readText.
 * @throws SystemError for a key that no header can hold; the message does not hold it
 */
export function openai(
  base: string,
  model: string,
  key: string | undefined,
  policy: Policy,
  textHash: string,
): System {
  // A key read from a file ends with a line break; fetch would refuse it case by case, and repeat it in every error.
  if (key !== undefined && !/^[\x21-\x7e]+$/u.test(key)) {
    throw new SystemError('EVALS_API_KEY is empty or holds white space, a line break or other characters that no header can hold. Set the key alone.'); // prettier-ignore
  }
  const url = new URL(`${base.replace(/\/$/u, '')}/chat/completions`);
  const headers: Record<string, string> = key === undefined ? {} : { Authorization: `Bearer ${key}` };
  return {
    name: 'openai',
    textHash,
    ask: async (messages) => {
      const { choices, suwen } = await request(url, completionSchema, { model, messages, temperature: 0, stream: false }, headers); // prettier-ignore
      if (suwen !== undefined) return { ...NO_REPLY, ...suwen };
      const [choice] = choices;
      if (choice === undefined || (choice.finish_reason ?? 'stop') !== 'stop') {
        throw new SystemError(
          `${url.origin}${url.pathname}: finish_reason is ${choice?.finish_reason}, not stop`,
        );
      }
      return readText(choice.message.content, policy);
    },
  };
}
