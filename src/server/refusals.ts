import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

// A client that is still sending gets its answer only if it is let finish; so much longer, then it is cut off.
const LINGER_MS = 1000;
// Few, and not all the same, so that those turned away together do not come back together.
const RETRY_AFTER_SECONDS = 3;

const DETAILS: Readonly<Record<number, string>> = {
  400: 'This is not HTTP as RFC 9112 has it. Send a well-formed request.',
  408: 'The request took too long to arrive. Send it at once.',
  413: 'The body is too large. Send a shorter question or less history.',
  431: 'The headers are too large. Send fewer.',
  503: 'Too many ask at the moment. Try again shortly.',
};

/** Answers what never reaches the app, in the app's manner: a problem with an id, and nothing that could run. */
function problemOf(status: number): {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  const requestId = randomUUID();
  const problem = {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail: DETAILS[status],
    requestId,
  };
  const body = JSON.stringify(problem);
  return {
    body,
    headers: {
      'Content-Type': 'application/problem+json',
      'Content-Length': String(Buffer.byteLength(body)),
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'X-Request-Id': requestId,
      ...(status === 503
        ? { 'Retry-After': String(1 + Math.floor(Math.random() * RETRY_AFTER_SECONDS)) }
        : {}),
    },
  };
}

/** For a request that names no address, such as one with a Host that is none. */
export function badRequest(): Response {
  const { body, headers } = problemOf(400);
  return new Response(body, { status: 400, headers });
}

/** Turns a request away for load; the connection may stay. */
export function refuseForLoad(response: ServerResponse): void {
  const { body, headers } = problemOf(503);
  response.writeHead(503, headers).end(body);
}

/** Refuses a body by its announced size, reading no more than as much again before the connection is cut. */
export function refuseBody(request: IncomingMessage, response: ServerResponse, limit: number): void {
  const { body, headers } = problemOf(413);
  response.writeHead(413, { ...headers, Connection: 'close' }).end(body);
  const { socket } = request;
  let read = 0;
  request.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > limit) socket.destroy();
  });
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** Answers what the parser refuses: 400, 408 or 431, once, and closes. */
export function refuseMalformed(
  server: Server,
  isAnswering: (socket: Socket) => boolean,
  count: () => void,
): void {
  server.on('clientError', (error: NodeJS.ErrnoException, stream) => {
    const socket = stream as Socket;
    // A second head in the middle of an answer would be taken for part of it.
    if (!socket.writable || error.code === 'ECONNRESET' || isAnswering(socket)) return void socket.destroy();
    count();
    const status = statusOf(error.code);
    const { body, headers } = problemOf(status);
    const head = Object.entries({ ...headers, Connection: 'close' }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('\r\n')}\r\n\r\n${body}`);
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  });
}

function statusOf(code: string | undefined): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 413;
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}
