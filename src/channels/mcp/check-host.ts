import {
  localhostAllowedHostnames,
  validateHostHeader,
  validateOriginHeader,
} from '@modelcontextprotocol/server';
import type { Context } from 'hono';
import { Problem, type Env } from '../api/problem.js';

/**
 * Refuses requests for names that are not ours, and from pages that are not. A page whose name was pointed at this machine after it loaded
 * (DNS rebinding) calls the service under the page's own name, so that its origin looks right; the name is what gives it away.
 * @param names host names besides localhost
 * @throws Problem
 */
export function checkHost(names: readonly string[]): (c: Context<Env>) => void {
  const allowed = [...localhostAllowedHostnames(), ...names];
  return (c) => {
    const isOurs =
      validateHostHeader(c.req.header('host'), allowed).ok &&
      validateOriginHeader(c.req.header('origin'), allowed).ok;
    if (isOurs) return;
    throw new Problem(
      403,
      'Forbidden',
      'The Host or Origin of this request is not one of this service. Add the name it is reached by to MCP_HOSTS.',
    );
  };
}
