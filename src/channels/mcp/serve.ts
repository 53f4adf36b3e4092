import { createMcpHandler } from '@modelcontextprotocol/server';
import type { Context } from 'hono';
import type { Assistant } from '../../assistant.js';
import type { Store } from '../../storage/store.js';
import type { Converse } from '../api/converse.js';
import { Problem, type Env } from '../api/problem.js';
import { readBytes } from '../api/read-body.js';
import { checkHost } from './check-host.js';
import { createServer, type Call } from './server.js';
import { failure } from './tools.js';

export type McpOptions = {
  readonly converse: Converse;
  readonly store: Store | undefined;
  /** Names this service is reached by, besides localhost. */
  readonly hosts: readonly string[];
  /** Logs an error without what was typed and turns it into a problem that is safe to show. */
  readonly report: (c: Context<Env>, error: unknown) => Problem;
};

/** Answers one request. */
export function serveMcp(assistant: Assistant, options: McpOptions): (c: Context<Env>) => Promise<Response> {
  const { store, hosts, report } = options;
  const check = checkHost(hosts);
  return async (c) => {
    check(c);
    if (store?.settings.isOff('channel:mcp') === true)
      throw new Problem(503, 'Switched Off', 'This channel is switched off at the moment. Try again later.');
    const given = c.req.method === 'POST' ? { parsedBody: await readMessage(c) } : {};
    let failed: Error | undefined;
    const handler = createMcpHandler(() => createServer(assistant, callOf(c, options)), {
      // The plan does not change while the service runs; a subscription would only hold a connection open.
      maxSubscriptions: 0,
      onerror: (error) => {
        failed = error;
      },
    });
    const response = await handler.fetch(c.req.raw, given);
    // It reports what it refused, too; that is the caller's error and goes into no log.
    if (response.status >= 500) report(c, failed);
    return response;
  };
}

/** One message. A list of them, which old clients may send, would pass for one request where requests are counted. */
async function readMessage(c: Context<Env>): Promise<unknown> {
  const bytes = await readBytes(c.req.raw);
  let message: unknown;
  try {
    message = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Problem(400, 'Bad Request', 'Parse error: the body is not valid JSON in UTF-8.');
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw new Problem(422, 'Invalid Request', 'Invalid request: send one JSON-RPC message, no list.');
  return message;
}

function callOf(c: Context<Env>, { converse, report }: McpOptions): Call {
  return {
    ask: (messages) => converse.begin(c, { messages, channel: 'mcp' })(),
    guard: async (run) => {
      try {
        return await run();
      } catch (error) {
        return failure(report(c, error).message);
      }
    },
  };
}
