import type { MiddlewareHandler } from 'hono';
import { Problem, type Env } from './problem.js';

const WINDOW_MS = 60_000;
// Clients counted at once; when full the window starts anew, which errs on the side of answering.
const MAX_CLIENTS = 10_000;

/** Refuses a client's requests beyond `perMinute` in a minute; 0 turns it off. */
export function rateLimit(perMinute: number, clientOf: (request: unknown) => string): MiddlewareHandler<Env> {
  let counts = new Map<string, number>();
  let windowEnds = 0;
  return async (c, next) => {
    if (perMinute === 0) return next();
    const now = Date.now();
    if (now >= windowEnds || counts.size >= MAX_CLIENTS) {
      counts = new Map();
      windowEnds = now + WINDOW_MS;
    }
    const client = clientOf(c.env);
    const count = (counts.get(client) ?? 0) + 1;
    counts.set(client, count);
    if (count > perMinute) {
      const wait = String(Math.ceil((windowEnds - now) / 1000));
      throw new Problem(429, 'Too Many Requests', `Try again in ${wait} seconds.`, { 'Retry-After': wait });
    }
    return next();
  };
}
