import { randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Assistant } from './assistant.js';
import { chatRoute } from './channels/api/chat.js';
import { createConverse } from './channels/api/converse.js';
import { feedbackRoute } from './channels/api/feedback.js';
import { openApi } from './channels/api/openapi.js';
import { Problem, problemResponse, type Env } from './channels/api/problem.js';
import { rateLimit } from './channels/api/rate-limit.js';
import { readOnlyRoutes } from './channels/api/read-only.js';
import { allowEmbedding } from './channels/web/embedding.js';
import { pageHeaders } from './channels/web/page-headers.js';
import { refuseForeignPosts } from './channels/web/same-origin.js';
import { createSite, type SiteFiles } from './channels/web/site.js';
import { withPersonalDataMasked } from './channels/mask-questions.js';
import { modelMetrics } from './channels/model-metrics.js';
import { createRespond } from './channels/respond.js';
import type { Generator } from './generator.js';
import type { Store } from './storage/store.js';

export type AppOptions = {
  readonly logger: Pick<Logger, 'info' | 'error'>;
  readonly rateLimitPerMinute: number;
  /** Names the client of a request, from what the server adapter passes as env; never logged. */
  readonly clientOf: (env: unknown) => string;
  /** Wording and built files of the pages; without them there is only the API. */
  readonly site?: SiteFiles;
  /** Opens the staff desk at /staff; without it there is none. */
  readonly staff?: { readonly token: string; readonly report: string | undefined };
  /** Sites whose pages may embed the widget. */
  readonly embedOrigins?: readonly string[];
  /** The routes under /wechat, given where to count. */
  readonly wechat?: (registry: Registry) => Hono<Env>;
  /** Adds a model's sentences to answers; without it there is no model. */
  readonly generator?: Generator | undefined;
  /** Without one, conversations live in memory and nothing is logged. */
  readonly store?: Store;
};

/** The whole HTTP surface as a value: `app.request(...)` needs no port. */
export function createApp(
  plain: Assistant,
  {
    logger,
    rateLimitPerMinute,
    clientOf,
    site: files,
    store,
    staff,
    embedOrigins = [],
    wechat,
    generator,
  }: AppOptions,
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
  if (generator !== undefined) modelMetrics(registry, generator);

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
  app.use(pageHeaders());
  const embedders = new Set(embedOrigins);
  app.use(refuseForeignPosts(embedders));
  app.use('/api/*', allowEmbedding(embedders));
  const limited = rateLimit(rateLimitPerMinute, clientOf);
  app.use('/api/*', limited);
  // A question asked without script is a question all the same; reading is not.
  app.use('/', (c, next) => (c.req.method === 'POST' || c.req.query('q') ? limited(c, next) : next()));

  const clients = { store, clientOf };
  const converse = createConverse(assistant, createRespond(plain, generator), clients);
  app.route('/api', chatRoute(converse, report));
  app.route('/api', feedbackRoute(clients));
  app.route('/api', readOnlyRoutes(assistant));
  app.get('/openapi.json', (c) => c.json(openApi()));
  app.get('/livez', (c) => c.json({ status: 'ok' }));
  // A database that fails is no reason to take the service away: it answers all the same.
  app.get('/readyz', (c) => {
    const degraded = store?.health().reasons.map((reason) => `storage_${reason}`) ?? [];
    if (assistant.isSemantic?.() === false) degraded.push('embeddings_unavailable');
    const fault = generator?.usage?.().lastFault ?? null; // a model that fails takes nothing away but its sentences
    if (fault !== null) degraded.push(fault);
    return c.json({ status: 'ok', index: assistant.index.origin, degraded });
  });
  app.get('/metrics', async (c) =>
    c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType }),
  );
  if (wechat) app.route('/wechat', wechat(registry));
  const site = files && createSite(assistant, { converse, clients, files, staff, generator });
  if (site) app.route('/', site.routes);

  app.notFound((c) => {
    if (site && !isApi(c)) return site.notFound(c);
    return problemResponse(
      c,
      new Problem(404, 'Not Found', 'There is nothing here. See /openapi.json for the routes.'),
    );
  });
  app.onError((error, c) => {
    const problem = report(c, error);
    if (site && !isApi(c)) return site.failed(c, problem);
    return problemResponse(c, problem);
  });
  return app;

  /** What may be shown of an error. The message may hold what a person typed, so only its kind and place are logged. */
  function report(c: Context<Env>, error: unknown): Problem {
    if (error instanceof Problem) return error;
    const { name, stack } = error instanceof Error ? error : new Error('not an Error');
    logger.error({ requestId: c.get('requestId'), error: name, at: stack?.split('\n')[1]?.trim() }, 'failed');
    return new Problem(500, 'Internal Server Error', 'Something failed here. Report the request id.');
  }
}

function isApi(c: Context<Env>): boolean {
  return /^\/(?:api|v1)(?:\/|$)/u.test(c.req.path);
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
