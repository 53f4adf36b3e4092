import type { Logger } from 'pino';
import { STREAM_LIMITS, Streams } from '../channels/api/streams.js';
import type { Config } from '../config.js';
import { createLogger } from '../operation/logger.js';
import { openLive, type AssistantSource } from '../operation/open-live.js';
import type { Store } from '../storage/store.js';
import { createClients } from './client-address.js';
import { SERVER_LIMITS } from './limits.js';
import { startServer, type RunningServer } from './start-server.js';

// An answer without a model is made in milliseconds: what is being streamed then may end by itself.
const STREAM_GRACE_MS = 500;
// The database's own limit for one operation, twice.
const STORE_CLOSE_MS = 1000;

export type ServeOptions = {
  readonly source: AssistantSource;
  readonly store: Store;
  readonly config: Config;
};

/** The service: listens until SIGTERM or SIGINT, then finishes what it has begun and ends the process. */
export async function serve(options: ServeOptions): Promise<void> {
  const { source, store, config } = options;
  const logger = createLogger(config.LOG_LEVEL);
  const { status, reasons } = store.health();
  if (status === 'degraded') logger.error({ reasons }, 'storage is degraded; answers are not remembered');
  const clients = createClients(config.TRUSTED_PROXIES);
  const clientOf = clientOfEnv(clients);
  const streams = new Streams(STREAM_LIMITS, clients.isShared);
  const state = { isStopping: false };
  let server: RunningServer | undefined;
  const app = {
    ...{ clientOf, streams, isStopping: () => state.isStopping },
    refusals: () => server?.refusals ?? {},
    rateLimitPerMinute: config.RATE_LIMIT_PER_MINUTE,
    rateLimitBurst: config.RATE_LIMIT_BURST,
    ...(config.STAFF_TOKEN ? { staff: { token: config.STAFF_TOKEN, report: config.EVAL_REPORT } } : {}),
    embedOrigins: config.EMBED_ORIGINS,
  };
  const service = await openLive({ source, store, config, logger, app });
  try {
    const { HOST: host, PORT: port } = config;
    server = await startServer({ fetch: service.fetch, host, port, limits: SERVER_LIMITS, clients });
    const { origin: index, doubt } = service.index;
    logger.info({ host, port: server.port, index, doubt }, 'ready');
  } catch (error) {
    await store.close();
    throw new Error(`Cannot listen on ${config.HOST}:${config.PORT}; choose another PORT or HOST.`, {
      cause: error,
    });
  }
  stopOnSignals({ server, streams, store, logger, begin: () => void (state.isStopping = true) });
}

type Running = {
  readonly server: RunningServer;
  readonly streams: Streams;
  readonly store: Store;
  readonly logger: Logger;
  /** Says that the service is stopping. */
  begin(): void;
};

/** The first signal stops in order, a second at once; so does an error nobody caught, which leaves the state unknown. */
function stopOnSignals({ server, streams, store, logger, begin }: Running): void {
  let isStopping = false;
  const stop = async (code: number) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    begin();
    setTimeout(() => streams.endAll(), STREAM_GRACE_MS).unref();
    const isFinished = await server.stop();
    await Promise.race([store.close(), new Promise((resolve) => setTimeout(resolve, STORE_CLOSE_MS))]);
    logger.info({ isFinished }, 'stopped');
    process.exit(code);
  };
  process.on('SIGTERM', () => void stop(0));
  process.on('SIGINT', () => void stop(0));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => {
      // The message may hold what a person typed.
      const { name, stack } = error instanceof Error ? error : new Error('not an Error');
      logger.fatal({ error: name, at: stack?.split('\n')[1]?.trim() }, event);
      void stop(1);
    });
}

/** From what the server adapter passes along; undefined in tests that call the app itself. */
function clientOfEnv({ clientOf }: ReturnType<typeof createClients>): (env: unknown) => string {
  return (env) => {
    const incoming = (env as { incoming?: Parameters<typeof clientOf>[0] } | undefined)?.incoming;
    return incoming === undefined ? 'unknown' : clientOf(incoming);
  };
}
