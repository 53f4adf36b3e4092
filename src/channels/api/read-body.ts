import type { Context } from 'hono';
import type { z } from 'zod';
import { BODY_BYTES_WITH_HISTORY } from './limits.js';
import { Problem, type Env } from './problem.js';

// What a page of another site may send without asking first.
const SIMPLE = /^\s*(?:text\/plain|application\/x-www-form-urlencoded|multipart\/form-data)\b/iu;

/** Refuses the types a form of any site can post. No type at all is what plain programs send. @throws Problem */
export function requireJson(c: Context<Env>): void {
  if (SIMPLE.test(c.req.header('content-type') ?? ''))
    throw new Problem(415, 'Unsupported Media Type', 'Send Content-Type: application/json.');
}

/** Reads and checks a JSON body: the only place a body is parsed. @returns the value and its size in bytes. */
export async function readBody<T>(
  c: Context<Env>,
  schema: z.ZodType<T>,
): Promise<{ value: T; bytes: number }> {
  const bytes = await readBytes(c.req.raw);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Problem(
      400,
      'Bad Request',
      'The body is not valid JSON in UTF-8. Send an object as /openapi.json describes.',
    );
  }
  const result = schema.safeParse(json);
  if (result.success) return { value: result.data, bytes: bytes.length };
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'body' : issue.path.join('.');
  throw new Problem(400, 'Bad Request', `${where}: ${issue?.message ?? 'is not valid'}. See /openapi.json.`);
}

/** Stops reading at the limit, so a large body costs no memory. */
export async function readBytes(request: Request): Promise<Buffer> {
  // What announces its length has no more than that, and the server has refused too much of it: read at once, it costs a tenth.
  if (Number(request.headers.get('content-length') ?? Number.NaN) <= BODY_BYTES_WITH_HISTORY) {
    const bytes = Buffer.from(await request.arrayBuffer());
    if (bytes.length > BODY_BYTES_WITH_HISTORY) throw tooLarge(BODY_BYTES_WITH_HISTORY);
    return bytes;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read()) {
    size += chunk.value.length;
    if (size > BODY_BYTES_WITH_HISTORY) {
      await reader?.cancel();
      throw tooLarge(BODY_BYTES_WITH_HISTORY);
    }
    chunks.push(chunk.value);
  }
  return Buffer.concat(chunks);
}

export function tooLarge(limit: number): Problem {
  return new Problem(
    413,
    'Content Too Large',
    `The body is larger than ${limit} bytes. Send a shorter question or less history.`,
  );
}
