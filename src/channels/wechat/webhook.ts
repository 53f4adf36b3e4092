import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Env } from '../api/problem.js';
import type { Account } from './account.js';
import type { Inbound } from './inbound.js';
import { readIncoming, type Incoming } from './incoming.js';
import { openRequest, type Echo, type Opened, type Refused, type RequestFault } from './open-request.js';
import { XML_BYTES, XmlError } from './read-xml.js';
import { NO_REPLY, writeReply } from './write-xml.js';

export type WebhookOptions = {
  readonly account: Account;
  /** What to answer when the address is set up. */
  readonly echo: (query: URLSearchParams) => Echo | Refused;
  readonly inbound: Inbound;
  /** Requests signed longer ago, in seconds, are refused; 0 refuses none. */
  readonly maxAge: number;
  /** What a person reads when something failed here. */
  readonly apology: string;
  readonly onFault: (fault: RequestFault) => void;
  readonly onError: (error: unknown) => void;
};

/**
 * The address WeChat calls. What is not WeChat's gets a short 4xx; what is gets 200, whatever happens: anything else
 * shows 该公众号提供的服务出现故障 to the person.
 */
export function webhook(options: WebhookOptions): Hono<Env> {
  const { account, echo, inbound, maxAge, apology, onFault, onError } = options;
  const routes = new Hono<Env>();
  routes.get('/', (c) => {
    const found = echo(queryOf(c));
    return 'fault' in found ? refuse(c, found.fault, onFault) : c.text(found.echo);
  });
  const limit = bodyLimit({ maxSize: XML_BYTES, onError: (c) => c.text('too large', 413) });
  routes.post('/', limit, async (c) => {
    const freshness = { maxAge, now: Math.floor(Date.now() / 1000) };
    const opened = openRequest(account, queryOf(c), await c.req.text(), freshness);
    if ('fault' in opened) return refuse(c, opened.fault, onFault);
    const incoming = readOrUndefined(opened);
    if (incoming === undefined) return refuse(c, 'xml', onFault);
    const { fromUser: to, toUser: from } = incoming;
    try {
      const { at, text } = await inbound.reply(incoming);
      if (text === undefined || text === '') return c.text(NO_REPLY);
      return xml(c, opened.seal(writeReply({ to, from, createTime: at, content: text })));
    } catch (error) {
      onError(error);
      if (incoming.type === 'event') return c.text(NO_REPLY);
      const createTime = Math.floor(Date.now() / 1000);
      return xml(c, opened.seal(writeReply({ to, from, createTime, content: apology })));
    }
  });
  return routes;
}

function readOrUndefined({ fields }: Opened): Incoming | undefined {
  try {
    return readIncoming(fields);
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

function refuse(c: Context<Env>, fault: RequestFault, onFault: WebhookOptions['onFault']): Response {
  onFault(fault);
  return c.text('not accepted', fault === 'xml' ? 400 : 403);
}

function queryOf(c: Context<Env>): URLSearchParams {
  return new URL(c.req.url).searchParams;
}

function xml(c: Context<Env>, body: string): Response {
  return c.body(body, 200, { 'Content-Type': 'text/xml; charset=utf-8' });
}
