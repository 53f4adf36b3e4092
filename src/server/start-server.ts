import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import type { Clients } from './client-address.js';
import { capConnections } from './connection-cap.js';
import type { ServerLimits } from './limits.js';
import { Line } from './line.js';
import { OpenResponses } from './open-responses.js';
import { badRequest, refuseBody, refuseForLoad, refuseMalformed } from './refusals.js';
import { dropStalledClients } from './slow-clients.js';

// Watching must work when nothing else does, and WeChat shows people a fault for any status but 200.
const ALWAYS_SERVED = /^\/(?:livez|readyz|metrics|wechat\/.*)(?:\?|$)/u;

export type ServerOptions = {
  readonly fetch: (request: Request, env: unknown) => Response | Promise<Response>;
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly limits: ServerLimits;
  readonly clients: Clients;
};

/** What was turned away or cut off since the start, for the metrics. */
export type Refusals = {
  load: number;
  body: number;
  malformed: number;
  stalled: number;
  connections: number;
};

export type RunningServer = {
  readonly port: number;
  readonly refusals: Readonly<Refusals>;
  /** Takes no more connections, lets those that wait have their answers, then cuts what is left. @returns whether all had them */
  stop(): Promise<boolean>;
};

/** Listens. @throws the system's error when it cannot, such as EADDRINUSE */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { limits } = options;
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAliveTimeout: limits.idleMs,
    maxHeaderSize: limits.headerBytes,
    requireHostHeader: false, // the listener refuses a request without one, as a problem
  });
  server.maxHeadersCount = limits.headerCount;
  server.maxRequestsPerSocket = limits.requestsPerConnection;
  server.maxConnections = limits.connections;
  const refusals = { load: 0, body: 0, malformed: 0, stalled: 0, connections: 0 };
  const count = (what: keyof Refusals) => () => void (refusals[what] += 1);
  const responses = new OpenResponses(server);
  const isAnswering = responses.isAnswering.bind(responses);
  server.on('drop', count('connections'));
  capConnections(server, limits.connectionsPerClient, options.clients, count('connections'));
  dropStalledClients(server, limits.stallMs, isAnswering, count('stalled'));
  refuseMalformed(server, isAnswering, count('malformed'));
  let isStopping = false;
  const line = new Line(limits);
  server.on('connection', () => line.accepted());
  const answer = listenerOf(options, line, refusals);
  server.on('request', (request, response) => {
    responses.add(response);
    if (isStopping) response.shouldKeepAlive = false;
    answer(request, response);
  });
  const port = await listen(server, options);
  return {
    ...{ port, refusals },
    stop: async () => {
      isStopping = true;
      responses.closeAfterAnswers();
      let isClosed = false;
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve(void (isClosed = true)));
      });
      server.closeIdleConnections();
      // Node stops looking for slow requests once closed, so those that never became one are cut here.
      setTimeout(() => responses.dropUnanswering(), limits.lingerMs).unref();
      await Promise.race([closed, sleep(limits.stopMs, undefined, { ref: true })]);
      server.closeAllConnections();
      return isClosed;
    },
  };
}

function listenerOf({ fetch, limits }: ServerOptions, line: Line, refusals: Refusals) {
  const serve = getRequestListener(fetch, { errorHandler: () => badRequest() });
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) {
      refusals.body += 1;
      return refuseBody(request, response, limits.bodyBytes);
    }
    if (ALWAYS_SERVED.test(request.url ?? '')) return void serve(request, response);
    line.join({
      isGone: () => response.destroyed,
      refuse: () => {
        refusals.load += 1;
        refuseForLoad(response);
      },
      answer: () => {
        response.once('close', () => line.leave());
        void serve(request, response);
      },
    });
  };
}

function listen(server: Server, { host, port, limits }: ServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: limits.backlog }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
