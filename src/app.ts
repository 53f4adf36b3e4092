import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Assistant } from './assistant.js';
import { chatRoute } from './channels/api/chat.js';
import { feedbackRoute } from './channels/api/feedback.js';
import { openApi } from './channels/api/openapi.js';
import { Problem, problemResponse, type Env } from './channels/api/problem.js';
import { rateLimit } from './channels/api/rate-limit.js';
import { readOnlyRoutes } from './channels/api/read-only.js';
import { withPersonalDataMasked } from './channels/mask-questions.js';
import { NotFound, pages } from './channels/web/pages.js';
import type { Store } from './storage/store.js';

export type AppOptions = {
  readonly logger: Pick<Logger, 'info' | 'error'>;
  readonly rateLimitPerMinute: number;
  /** Names the client of a request, from what the server adapter passes as env; never logged. */
  readonly clientOf: (env: unknown) => string;
  /** The routes under /wechat, given where to count. */
  readonly wechat?: (registry: Registry) => Hono<Env>;
  /** Without one, conversations live in memory and nothing is logged. */
  readonly store?: Store;
};

/** The whole HTTP surface as a value: `app.request(...)` needs no port. */
export function createApp(
  plain: Assistant,
  { logger, rateLimitPerMinute, clientOf, store, wechat }: AppOptions,
): Hono<Env> {
  const assistant = withPersonalDataMasked(plain);
  const app = new Hono<Env>();
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    ...{
      name: 'suwen_http_requests_total',
      help: 'Requests by method and status',
      labelNames: ['method', 'status'],
    },
    registers: [registry],
  });

  if (store !== undefined) storageMetrics(registry, store);

  app.use(async (c, next) => {
    const given = c.req.header('x-request-id') ?? '';
    c.set('requestId', /^[\w-]{1,64}$/u.test(given) ? given : randomUUID());
    const begun = performance.now();
    await next();
    c.header('X-Request-Id', c.get('requestId'));
    requests.inc({ method: c.req.method, status: String(c.res.status) });
    const ms = Math.round(performance.now() - begun);
    logger.info({ requestId: c.get('requestId'), method: c.req.method, status: c.res.status, ms }, 'request');
  });
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        ...{ defaultSrc: ["'none'"], styleSrc: ["'self'"], imgSrc: ["'self'"], formAction: ["'self'"] },
        ...{ baseUri: ["'none'"], frameAncestors: ["'none'"] },
      },
      referrerPolicy: 'no-referrer',
    }),
  );
  app.use('/api/*', rateLimit(rateLimitPerMinute, clientOf));

  app.route('/api', chatRoute(assistant, { store, clientOf }));
  app.route('/api', feedbackRoute({ store, clientOf }));
  app.route('/api', readOnlyRoutes(assistant));
  app.get('/openapi.json', (c) => c.json(openApi()));
  app.get('/livez', (c) => c.json({ status: 'ok' }));
  // A database that fails is no reason to take the service away: it answers all the same.
  app.get('/readyz', (c) => {
    const degraded = store?.health().reasons.map((reason) => `storage_${reason}`) ?? [];
    return c.json({ status: 'ok', index: assistant.index.origin, degraded });
  });
  app.get('/metrics', async (c) =>
    c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType }),
  );
  if (wechat) app.route('/wechat', wechat(registry));
  app.route('/', pages(assistant));

  app.notFound((c) => {
    if (!/^\/(?:api|v1)(?:\/|$)/u.test(c.req.path)) return c.html(html`<!doctype html>${NotFound()}`, 404);
    return problemResponse(
      c,
      new Problem(404, 'Not Found', 'There is nothing here. See /openapi.json for the routes.'),
    );
  });
  app.onError((error, c) => {
    if (error instanceof Problem) return problemResponse(c, error);
    // The message may hold what a person typed, so only the kind of error and the place are logged.
    logger.error(
      { requestId: c.get('requestId'), error: error.name, at: error.stack?.split('\n')[1]?.trim() },
      'failed',
    );
    return problemResponse(
      c,
      new Problem(500, 'Internal Server Error', 'Something failed here. Report the request id.'),
    );
  });
  return app;
}

function storageMetrics(registry: Registry, store: Store): void {
  const help = { pending: 'Log rows waiting to be written', dropped: 'Log rows lost' };
  for (const name of ['pending', 'dropped'] as const) {
    const gauge: Gauge = new Gauge({
      ...{ name: `suwen_storage_${name}_rows`, help: help[name] },
      registers: [registry],
      collect: () => gauge.set(store.health()[name]),
    });
  }
}
