import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { z } from 'zod';
import type { MenuBody } from '../menu.js';
import { PAGE, SCRIPT, STYLE } from './page.js';
import type { Phone } from './phone.js';

const sent = z.object({ text: z.string().min(1).max(600), menuId: z.string().max(64).optional() });
const happened = z.object({
  event: z.string().max(64),
  key: z.string().max(1024),
  shown: z.string().max(100),
});
const pushed = z.object({ text: z.object({ content: z.string() }) });

/** The page, what it calls, and the part of WeChat's interface that pushing needs. */
export function simulatorRoutes(phone: Phone, menu: MenuBody, target: string): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        ...{ defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], connectSrc: ["'self'"] },
        ...{ baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
      },
    }),
  );
  app.use(bodyLimit({ maxSize: 16 * 1024 }));
  // A page elsewhere that guessed the port must not speak for the person.
  app.use('/send', sameSite).use('/event', sameSite).use('/voice', sameSite);
  app.get('/', (c) => c.html(PAGE));
  app.get('/page.css', (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  app.get('/page.js', (c) => c.body(SCRIPT, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  app.get('/setup', (c) => c.json({ menu: menu.button, target }));
  app.get('/state', (c) => {
    const from = Number(c.req.query('from') ?? 0);
    return c.json({
      entries: phone.entries.slice(Number.isInteger(from) ? from : 0),
      isTyping: phone.isTyping,
    });
  });
  app.post('/send', async (c) => {
    const { text, menuId } = sent.parse(await c.req.json());
    void phone.type(text, menuId);
    return c.body(null, 202);
  });
  app.post('/event', async (c) => {
    const { event, key, shown } = happened.parse(await c.req.json());
    void phone.event(event, key, shown);
    return c.body(null, 202);
  });
  app.post('/voice', (c) => {
    void phone.voice();
    return c.body(null, 202);
  });
  app.post('/cgi-bin/stable_token', (c) => c.json({ access_token: 'simulated', expires_in: 7200 }));
  app.post('/cgi-bin/message/custom/send', async (c) => {
    phone.pushed(pushed.parse(await c.req.json()).text.content);
    return c.json({ errcode: 0, errmsg: 'ok' });
  });
  app.post('/cgi-bin/message/custom/typing', (c) => {
    phone.typing();
    return c.json({ errcode: 0, errmsg: 'ok' });
  });
  return app;
}

async function sameSite(
  c: { req: { header(name: string): string | undefined } },
  next: () => Promise<void>,
): Promise<Response | void> {
  // prettier-ignore
  if (c.req.header('content-type') !== 'application/json') return new Response(null, { status: 415 });
  await next();
}
