import { randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Assistant } from './assistant.js';
import { chatRoute } from './channels/api/chat.js';
import { createConverse } from './channels/api/converse.js';
import { feedbackRoute } from './channels/api/feedback.js';
import { methodNotAllowed, methodsOf } from './channels/api/methods.js';
import { meRoute } from './channels/api/me.js';
import { libraryRoutes } from './channels/api/library-routes.js';
import { openApi } from './channels/api/openapi.js';
import { Problem, problemResponse, type Env } from './channels/api/problem.js';
import { rateLimit } from './channels/api/rate-limit.js';
import { readOnlyRoutes } from './channels/api/read-only.js';
import { guardStreams, Streams } from './channels/api/streams.js';
import { rpcResponse } from './channels/mcp/problem.js';
import { mcpRoutes } from './channels/mcp/routes.js';
import { openAiResponse } from './channels/openai/problem.js';
import { openAiRoutes } from './channels/openai/routes.js';
import { allowEmbedding } from './channels/web/embedding.js';
import { pageHeaders } from './channels/web/page-headers.js';
import { refuseForeignPosts } from './channels/web/same-origin.js';
import { createSite, type SiteFiles } from './channels/web/site.js';
import { withPersonalDataMasked } from './channels/mask-questions.js';
import { modelMetrics } from './channels/model-metrics.js';
import { createRespond } from './channels/respond.js';
import type { Generator } from './generator.js';
import type { Store } from './storage/store.js';

// Ratings come one an answer, after reading it.
const FEEDBACK_PER_MINUTE = 10;
const FEEDBACK_BURST = 5;

export type AppOptions = {
  readonly logger: Pick<Logger, 'info' | 'error'>;
  readonly rateLimitPerMinute: number;
  /** How many of them at once; all, unless given. */
  readonly rateLimitBurst?: number | undefined;
  /** Names the client of a request, from what the server adapter passes as env; never logged. */
  readonly clientOf: (env: unknown) => string;
  /** Wording and built files of the pages; without them there is only the API. */
  readonly site?: SiteFiles;
  /** Opens the staff desk at /staff; without it there is none. */
  readonly staff?: { readonly token: string; readonly report: string | undefined };
  /** Sites whose pages may embed the widget. */
  readonly embedOrigins?: readonly string[];
  /** Names by which /mcp is reached, besides localhost. */
  readonly mcpHosts?: readonly string[];
  /** The routes under /wechat, given where to count. */
  readonly wechat?: (registry: Registry) => Hono<Env>;
  /** Adds a model's sentences to answers; without it there is no model. */
  readonly generator?: Generator | undefined;
  /** All streams of events; whoever stops the service ends them. */
  readonly streams?: Streams;
  /** What the server turned away, by reason, before it came here. */
  readonly refusals?: () => Readonly<Record<string, number>>;
  /** Whether the service is about to stop: load balancers then send nobody more. */
  readonly isStopping?: () => boolean;
  /** Without one, conversations live in memory and nothing is logged. */
  readonly store?: Store;
  /** What the process as a whole reports; an app is replaced when the corpus is. */
  readonly operation?: { readonly registry: Registry; readonly degraded: () => readonly string[] };
};

/** The whole HTTP surface as a value: `app.request(...)` needs no port. */
export function createApp(plain: Assistant, options: AppOptions): Hono<Env> {
  const { logger, clientOf, site: files, store, staff, embedOrigins = [], mcpHosts = [], wechat } = options;
  const { generator, refusals, isStopping = () => false, streams = new Streams(), operation } = options;
  const assistant = withPersonalDataMasked(plain);
  const app = new Hono<Env>();
  const registry = new Registry();
  if (operation === undefined) collectDefaultMetrics({ register: registry });
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
  if (refusals !== undefined) refusalMetrics(registry, refusals);

  app.use(async (c, next) => {
    const given = c.req.header('x-request-id') ?? '';
    c.set('requestId', /^[A-Za-z0-9-]{8,64}$/u.test(given) ? given : randomUUID());
    const begun = performance.now();
    await next();
    // Not c.header(): it makes an answer that is ready into a stream, which costs as much as finding the answer.
    c.res.headers.set('X-Request-Id', c.get('requestId'));
    requests.inc({ method: c.req.method, status: String(c.res.status) });
    const ms = Math.round(performance.now() - begun);
    logger.info({ requestId: c.get('requestId'), method: c.req.method, status: c.res.status, ms }, 'request');
  });
  app.use(pageHeaders());
  const embedders = new Set(embedOrigins);
  app.use(refuseForeignPosts(embedders));
  app.use('/api/*', allowEmbedding(embedders));
  const clients = { store, clientOf };
  const { rateLimitPerMinute: perMinute, rateLimitBurst: burst = perMinute } = options;
  const limited = rateLimit('requests', { burst, perMinute }, clients);
  const feedbackRate = { burst: FEEDBACK_BURST, perMinute: Math.min(perMinute, FEEDBACK_PER_MINUTE) };
  for (const path of ['/api/*', '/v1/*', '/mcp']) {
    app.use(path, limited);
    app.use(path, guardStreams(streams, clientOf));
  }
  for (const path of ['/api/feedback', '/feedback'])
    app.use(path, rateLimit('feedback', feedbackRate, clients));
  // A question asked without script is a question all the same; reading is not.
  app.use('/', (c, next) => (c.req.method === 'POST' || c.req.query('q') ? limited(c, next) : next()));

  const converse = createConverse(assistant, createRespond(plain, generator), clients);
  app.route('/api', chatRoute(converse, report));
  app.route('/api', feedbackRoute(clients));
  app.route('/api', meRoute(clients, converse.drop));
  app.route('/api', libraryRoutes(assistant));
  app.route('/api', readOnlyRoutes(assistant));
  app.route('/v1', openAiRoutes(converse, report));
  app.route('/mcp', mcpRoutes(assistant, { converse, store, hosts: mcpHosts, report }));
  app.get('/openapi.json', (c) => c.json(openApi()));
  app.get('/livez', (c) => c.json({ status: 'ok' }));
  // A database that fails is no reason to take the service away: it answers all the same.
  app.get('/readyz', (c) => {
    if (isStopping()) return c.json({ status: 'stopping' }, 503);
    const stored = store?.health().reasons.map((reason) => `storage_${reason}`) ?? [];
    const vectors = assistant.library.hasVectors ? [] : ['vectors_unavailable'];
    const semantic = assistant.isSemantic?.() === false ? ['embeddings_unavailable'] : [];
    const fault = generator?.usage?.().lastFault ?? []; // a model that fails takes nothing away but its sentences
    const degraded = [
      ...stored,
      ...vectors,
      ...semantic,
      ...[fault].flat(),
      ...(operation?.degraded() ?? []),
    ];
    return c.json({ status: 'ok', index: assistant.index.origin, degraded });
  });
  app.get('/metrics', async (c) => {
    const all = operation === undefined ? registry : Registry.merge([operation.registry, registry]);
    return c.body(await all.metrics(), 200, { 'Content-Type': all.contentType });
  });
  if (wechat) app.route('/wechat', wechat(registry));
  const site = files && createSite(assistant, { converse, clients, files, staff, generator });
  if (site) app.route('/', site.routes);

  app.notFound((c) => {
    const methods = methodsOf(app, c.req.path);
    // A route that takes the method may find that what was asked for is not there.
    const isTaken = methods.includes(c.req.method === 'HEAD' ? 'GET' : c.req.method);
    if (methods.length > 0 && !isTaken) return methodNotAllowed(c, methods);
    if (site && !isApi(c)) return site.notFound(c);
    const nothing = 'There is nothing here. See /openapi.json for the routes.';
    return refuse(c, new Problem(404, 'Not Found', nothing));
  });
  app.onError((error, c) => {
    const problem = report(c, error);
    if (site && !isApi(c)) return site.failed(c, problem);
    return refuse(c, problem);
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
  return /^\/(?:api|v1|mcp)(?:\/|$)/u.test(c.req.path);
}

/** An error in the form the clients of that part of the surface read. */
function refuse(c: Context<Env>, problem: Problem): Response {
  if (/^\/v1(?:\/|$)/u.test(c.req.path)) return openAiResponse(c, problem);
  return c.req.path === '/mcp' ? rpcResponse(c, problem) : problemResponse(c, problem);
}

/** By reason: load, malformed, … */
function refusalMetrics(registry: Registry, refusals: () => Readonly<Record<string, number>>): void {
  const gauge: Gauge = new Gauge({
    ...{ name: 'suwen_refused_connections', help: 'Turned away or cut off by the server since the start' },
    ...{ labelNames: ['reason'], registers: [registry] },
    collect: () => {
      for (const [reason, count] of Object.entries(refusals())) gauge.set({ reason }, count);
    },
  });
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
