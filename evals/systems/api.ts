import { z } from 'zod';
import { NO_REPLY, runRecord } from '../record.js';
import { SystemError, type System } from './system.js';

// Long enough for a model with its retries; without a limit one lost connection would hold a run for ever.
const TIMEOUT_MS = 60_000;

const answerSchema = z.object({
  outcome: runRecord.shape.outcome,
  missing: z.array(z.string()).default([]),
  confidence: runRecord.shape.confidence.default(null),
  segments: runRecord.shape.segments,
  interpretedAs: z.string().nullable().default(null),
});
const policySchema = z.object({ policy: z.object({ textHash: z.string() }) });
const searchSchema = z.object({
  results: z.array(
    z.object({
      clause: z.int(),
      score: z.number(),
      sentences: z.array(z.object({ start: z.int(), end: z.int() })).default([]),
    }),
  ),
});

/** Any service that speaks this project's API: POST /api/chat, GET /api/search, GET /api/policy. @throws SystemError naming the address */
export async function api(base: string): Promise<System> {
  const { policy } = await get(new URL('/api/policy', base), policySchema);
  return {
    name: 'api',
    textHash: policy.textHash,
    ask: async (messages) => {
      const answer = await request(new URL('/api/chat', base), answerSchema, { messages });
      const search = new URL('/api/search', base);
      search.searchParams.set('q', answer.interpretedAs ?? messages.at(-1)?.content ?? '');
      search.searchParams.set('limit', '24');
      // Some questions cannot be searched for (empty, too long); the answer stands without a ranking then.
      const found = await get(search, searchSchema).catch(() => ({ results: [] }));
      return {
        ...NO_REPLY,
        ...answer,
        retrieved: found.results.map(({ clause, score, sentences }) => ({
          clause,
          score,
          spans: sentences.slice(0, 1).map(({ start, end }): [number, number] => [start, end]),
        })),
      };
    },
  };
}

/** Posts JSON, or gets without a body, and reads JSON of a known shape. @throws SystemError naming address and status or problem */
export async function request<T>(
  url: URL,
  schema: z.ZodType<T>,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  const address = `${url.origin}${url.pathname}`;
  const init = {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const result = schema.safeParse(parseJson(await textOf(url, init, address), address));
  if (!result.success) throw new SystemError(`${address}: ${z.prettifyError(result.error)}`);
  return result.data;
}

async function textOf(url: URL, init: RequestInit, address: string): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(url, { ...init, signal });
    if (response.ok) return await response.text();
    throw new SystemError(`${address} answered ${response.status}`);
  } catch (error) {
    if (error instanceof SystemError) throw error;
    if (signal.aborted)
      throw new SystemError(`${address}: no whole answer within ${TIMEOUT_MS / 1000} seconds`);
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    throw new SystemError(`${address} cannot be reached: ${reasonOf(cause)}. Start the service, or correct --url.`); // prettier-ignore
  }
}

/** Node says nothing but a code where a name has several addresses and none answers. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}

function parseJson(text: string, address: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const start = text.replace(/\s+/gu, ' ').slice(0, 40);
    throw new SystemError(`${address}: the answer is no JSON but "${start}". Give the address of the service itself with --url.`); // prettier-ignore
  }
}

function get<T>(url: URL, schema: z.ZodType<T>): Promise<T> {
  return request(url, schema);
}
