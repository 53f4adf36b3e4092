import type { Context } from 'hono';
import type { Env, Problem } from '../api/problem.js';

/** From JSON-RPC: the text cannot be read; it can, but is no request. -32000 is free for what a server refuses otherwise. */
const CODES: Readonly<Record<number, number>> = { 400: -32700, 422: -32600 };
const REFUSED = -32000;

/** Answers what never reached the protocol in the protocol's form. No id was read, so it is null. */
export function rpcResponse(c: Context<Env>, problem: Problem): Response {
  const data = { status: problem.status, requestId: c.get('requestId') };
  const error = { code: CODES[problem.status] ?? REFUSED, message: problem.message, data };
  return c.json({ jsonrpc: '2.0', error, id: null }, problem.status, { ...problem.headers });
}
