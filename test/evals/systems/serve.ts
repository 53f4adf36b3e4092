import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

/** What a service was asked. */
export type Asked = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
};
/** A status with a value to be sent as JSON, or with text to be sent as it is. */
export type Answered = { readonly status?: number } & (
  { readonly json: unknown } | { readonly text: string }
);

const running: Server[] = [];
afterEach(() => {
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Runs a service on a free port of this machine until the test ends, and keeps what it was asked. */
export async function serve(answer: (asked: Asked) => Answered): Promise<{ base: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const one: Asked = {
        ...{
          method: request.method ?? '',
          url: decodeURIComponent(request.url ?? ''),
          headers: request.headers,
        },
        body: body === '' ? undefined : (JSON.parse(body) as unknown),
      };
      asked.push(one);
      const said = answer(one);
      response.writeHead(said.status ?? 200, {
        'Content-Type': 'json' in said ? 'application/json' : 'text/html',
      });
      response.end('json' in said ? JSON.stringify(said.json) : said.text);
    });
  });
  running.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
