import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** What every handler may rely on being set. */
export type Env = { Variables: { requestId: string } };

/** A request that cannot be served; the detail names the thing and the remedy and is safe to show. */
export class Problem extends Error {
  constructor(
    readonly status: ContentfulStatusCode,
    readonly title: string,
    detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

/** RFC 9457 body with the request id, so a report can be found in the log. */
export function problemResponse(c: Context<Env>, problem: Problem): Response {
  return c.body(JSON.stringify(problemBody(c, problem)), problem.status, {
    'Content-Type': 'application/problem+json',
    ...problem.headers,
  });
}

/** The same as a value, for a stream that has already begun. */
export function problemBody(c: Context<Env>, { status, title, message: detail }: Problem) {
  return { type: 'about:blank', title, status, detail, requestId: c.get('requestId') };
}
