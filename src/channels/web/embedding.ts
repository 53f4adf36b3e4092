import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { cors } from 'hono/cors';
import type { MiddlewareHandler } from 'hono';
import type { Env } from '../api/problem.js';
import type { Assets } from './assets.js';
import { fillLine } from './turn-words.js';
import type { Words } from './words.js';

const HOUR = 3600;
const PLACEHOLDER = '__SUWEN_WORDS__';

const EXPOSED = ['Retry-After', 'RateLimit', 'RateLimit-Policy', 'X-Request-Id'];

/** Lets the pages of the listed sites call the API from a browser. No cookies: an answer depends on nothing but the question. */
export function allowEmbedding(origins: ReadonlySet<string>): MiddlewareHandler<Env> {
  const preflight = cors({
    origin: (origin) => (origins.has(origin) ? origin : null),
    ...{
      allowMethods: ['GET', 'POST', 'DELETE'],
      allowHeaders: ['Content-Type'],
      exposeHeaders: EXPOSED,
      maxAge: 600,
    },
  });
  return async (c, next) => {
    if (c.req.method === 'OPTIONS') return preflight(c, next);
    const origin = c.req.header('origin') ?? '';
    await next();
    // Hono's own way makes an answer that is ready into a stream, which costs as much as finding the answer.
    c.res.headers.append('Vary', 'Origin');
    if (!origins.has(origin)) return;
    c.res.headers.set('Access-Control-Allow-Origin', origin);
    c.res.headers.set('Access-Control-Expose-Headers', EXPOSED.join(','));
  };
}

/** GET /widget.js, at an address that stays: sites write it into their pages. */
export function widgetRoute(assets: Assets, words: Words, documentNumber: string): Hono<Env> {
  const routes = new Hono<Env>();
  const built = assets.get('widget.js')?.body;
  if (built === undefined) return routes;
  const script = widgetScript(built, words, documentNumber);
  const tag = `"${createHash('sha256').update(script).digest('hex').slice(0, 16)}"`;
  return routes.get('/widget.js', compress(), (c) => {
    const headers = {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': `public, max-age=${HOUR}`,
      ETag: tag,
      'Cross-Origin-Resource-Policy': 'cross-origin', // meant to be loaded by other sites, unlike all else
    };
    return c.req.header('if-none-match') === tag ? c.body(null, 304, headers) : c.body(script, 200, headers);
  });
}

/** The widget's script with its wording in place. @throws Error when the script was built from other sources */
function widgetScript(built: string, words: Words, documentNumber: string): string {
  if (!built.includes(PLACEHOLDER))
    throw new Error(`dist/browser/widget.js has no ${PLACEHOLDER}. Run npm run build.`);
  const footer = fillLine(words.widget.footer, { number: documentNumber });
  const json = JSON.stringify(JSON.stringify({ ...words.widget, footer })).slice(1, -1);
  return built.replace(PLACEHOLDER, () =>
    json.replaceAll("'", String.raw`\u0027`).replaceAll('`', String.raw`\u0060`),
  );
}
