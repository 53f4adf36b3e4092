import type { Context, Hono } from 'hono';
import { Problem, problemResponse, type Env } from './problem.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** The methods a path has routes for; none when there is nothing at it. Middleware, which takes any method, does not count. */
export function methodsOf(app: Hono<Env>, path: string): readonly string[] {
  return METHODS.filter((method) => {
    const [matched] = app.router.match(method, path);
    return matched.some(([[, route]]) => route.method === method);
  });
}

/** 405 with what is allowed; to OPTIONS, which asks just that, 204. */
export function methodNotAllowed(c: Context<Env>, methods: readonly string[]): Response {
  const allow = [
    ...(methods.includes('GET') ? ['GET', 'HEAD'] : []),
    ...methods.filter((one) => one !== 'GET'),
    'OPTIONS',
  ].join(', ');
  if (c.req.method === 'OPTIONS') return c.body(null, 204, { Allow: allow });
  return problemResponse(
    c,
    new Problem(405, 'Method Not Allowed', `This address takes ${allow}.`, { Allow: allow }),
  );
}
