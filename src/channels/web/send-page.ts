import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Child } from 'hono/jsx';
import type { Env } from '../api/problem.js';

/** A page differs by reader (large type, an answer), so nothing in between may keep it. */
export function sendPage(
  c: Context<Env>,
  page: Child,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  c.header('Cache-Control', 'private, no-cache');
  return c.html(html`<!doctype html>${page}`, status);
}
