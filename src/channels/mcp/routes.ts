import { Hono } from 'hono';
import type { Assistant } from '../../assistant.js';
import type { Env } from '../api/problem.js';
import type { McpOptions, serveMcp } from './serve.js';

/**
 * /mcp: MCP over streamable HTTP, for clients of the 2026 revision and of those before it. There are no sessions and no keys; each request
 * is served by itself. The library takes eight megabytes, and many services are never asked this way: it is loaded when one is.
 */
export function mcpRoutes(assistant: Assistant, options: McpOptions): Hono<Env> {
  let serving: Promise<ReturnType<typeof serveMcp>> | undefined;
  return new Hono<Env>().all('/', async (c) => {
    serving ??= import('./serve.js').then((mcp) => mcp.serveMcp(assistant, options));
    return (await serving)(c);
  });
}
