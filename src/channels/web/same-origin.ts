import type { Context, MiddlewareHandler } from 'hono';
import { Problem, type Env } from '../api/problem.js';

/**
 * Whether a browser says the request comes from one of our own pages. Callers that are no browsers send neither header and
 * hold no cookies to abuse, so they pass.
 */
function isSameOrigin(c: Context<Env>): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = c.req.header('origin');
  if (origin === undefined) return true;
  // Only hosts are compared: behind a proxy that ends TLS the scheme seen here is another than the browser's.
  return URL.canParse(origin) && new URL(origin).host === c.req.header('host');
}

/** Refuses what another site's page sends, except from the sites that may embed the widget. */
export function refuseForeignPosts(allowed: ReadonlySet<string>): MiddlewareHandler<Env> {
  return async (c, next) => {
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD' || c.req.method === 'OPTIONS';
    if (isRead || isSameOrigin(c) || allowed.has(c.req.header('origin') ?? '')) return next();
    throw new Problem(
      403,
      'Forbidden',
      'Another site sent this request. Add its origin to EMBED_ORIGINS to allow the widget there.',
    );
  };
}
