import type { Context } from 'hono';
import type { Env } from '../api/problem.js';
import { readBytes } from '../api/read-body.js';

/** Reads a form posted by a page, limited like every body. Files are not taken. */
export async function readForm(c: Context<Env>): Promise<URLSearchParams> {
  return new URLSearchParams(new TextDecoder().decode(await readBytes(c.req.raw)));
}
