import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { z } from 'zod';
import { embed } from './embed.js';
import { answer, MODES, type Mode, type Timing } from './modes.js';

const FAST: Timing = {
  ...{ firstMs: 0, pieceMs: 0, dripMs: 50, retryAfterSeconds: 120 },
  flapping: { leastMs: 5, mostMs: 750, failures: 0.3 },
};
const MAX_BODY_BYTES = 4 * 1024 * 1024;

const chatBody = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  stream: z.boolean().default(false),
});
const embeddingBody = z.object({
  model: z.string(),
  input: z.union([z.string().transform((text) => [text]), z.array(z.string())]),
});

/** What arrived, with its key, so that tests can see what left the product. */
export type Received = {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
};

export type FakeModel = {
  /** For CHAT_BASE_URL and EMBEDDINGS_BASE_URL. */
  readonly baseUrl: string;
  readonly received: Received[];
  /** Connections open now, and calls not yet answered. */
  readonly sockets: () => number;
  readonly open: () => number;
  /** The mode for the calls from now on. */
  readonly become: (mode: Mode) => void;
  readonly close: () => Promise<void>;
};

/**
 * An OpenAI-compatible endpoint on this machine that behaves well or badly. A model named after a mode gets that mode, so that one
 * server shows them all: CHAT_MODEL=lying.
 */
export async function startFakeModel(
  mode: Mode = 'ok',
  { port = 0, timing = {} }: { readonly port?: number; readonly timing?: Partial<Timing> } = {},
): Promise<FakeModel> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const times = { ...FAST, ...timing };
  let now = mode;
  let open = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'GET' && pathname === '/v1/models') {
      const data = MODES.map((id) => ({ id, object: 'model', owned_by: 'fake' }));
      return void response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ object: 'list', data })); // prettier-ignore
    }
    const body: unknown = JSON.parse(await read(request));
    received.push({ path: pathname, headers: request.headers, body });
    if (pathname === '/v1/chat/completions') {
      const { model, messages, stream } = chatBody.parse(body);
      const named = MODES.find((one) => one === model);
      return answer(named ?? now, { request, response, messages, isStreamed: stream, model, number: received.length }, times); // prettier-ignore
    }
    if (pathname === '/v1/embeddings') {
      const { model, input } = embeddingBody.parse(body);
      const named = MODES.find((one) => one === model) ?? now;
      if (named !== 'ok') return answer(named, { request, response, messages: [], isStreamed: false, model, number: received.length }, times); // prettier-ignore
      const data = input.map((text, index) => ({
        object: 'embedding',
        index,
        embedding: embed(text, model),
      }));
      return void response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ object: 'list', model, data, usage: { prompt_tokens: 0, total_tokens: 0 } })); // prettier-ignore
    }
    response.writeHead(404).end();
  }

  const server = createServer((request, response) => {
    open += 1;
    response.on('close', () => (open -= 1));
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(400);
      response.end(String(error));
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined); // whoever called has gone
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${taken}/v1`,
    received,
    sockets: () => sockets.size,
    open: () => open,
    become: (next) => void (now = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error(`the body has more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
