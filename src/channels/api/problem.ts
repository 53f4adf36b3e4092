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
  const { status, title, message: detail } = problem;
  const body = { type: 'about:blank', title, status, detail, requestId: c.get('requestId') };
  return c.body(JSON.stringify(body), status, {
    'Content-Type': 'application/problem+json',
    ...problem.headers,
  });
}
