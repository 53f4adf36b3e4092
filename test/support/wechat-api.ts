import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Call = { readonly method: string; readonly url: string; readonly body: string };

/** WeChat's interface on this machine: gives out a token, then answers as told. */
export async function startWeChatApi(answer: (call: Call, calls: readonly Call[]) => unknown) {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = {
        method: request.method ?? '',
        url: request.url ?? '',
        body: Buffer.concat(chunks).toString(),
      };
      calls.push(call);
      response.end(JSON.stringify(answer(call, calls)));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, calls, stop };
}
