import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The service seen through a line that lets one event pass at a time, when told to. */
export type SlowProxy = {
  readonly url: string;
  /** Lets the next event pass. */
  next(): void;
  close(): void;
};

export async function startSlowProxy(target: string): Promise<SlowProxy> {
  const waiting: (() => void)[] = [];
  let permits = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      pass(Buffer.concat(chunks)).catch(() => response.destroy());
    });

    async function pass(body: Buffer): Promise<void> {
      const answer = await fetch(`${target}${request.url}`, {
        ...{ method: request.method ?? 'GET', headers: pick(request.headers, target) },
        ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
      });
      response.statusCode = answer.status;
      for (const name of ['content-type', 'content-security-policy']) {
        const value = answer.headers.get(name);
        if (value !== null) response.setHeader(name, value);
      }
      const text = await answer.text();
      if (!answer.headers.get('content-type')?.includes('event-stream')) return void response.end(text);
      for (const event of text.split('\n\n').filter((one) => one !== '')) {
        if (permits > 0) permits -= 1;
        else await new Promise<void>((resolve) => waiting.push(resolve));
        response.write(`${event}\n\n`);
      }
      response.end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: () => {
      const first = waiting.shift();
      if (first) first();
      else permits += 1;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function pick(given: IncomingHttpHeaders, target: string): Record<string, string> {
  const names = ['accept', 'content-type', 'cookie', 'sec-fetch-site'] as const;
  const kept = names.flatMap((name) => (typeof given[name] === 'string' ? [[name, given[name]]] : []));
  return { ...Object.fromEntries(kept), ...(given.origin ? { origin: target } : {}) };
}
