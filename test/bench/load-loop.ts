import { connect } from 'node:net';

/** One request as bytes, sent again and again. */
export function httpRequest(method: string, path: string, body = '', accept = 'application/json'): Buffer {
  const head = [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', `Accept: ${accept}`];
  if (body !== '') head.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

export type Load = { readonly answered: number; readonly failed: number; readonly ms: number };

/** Keeps so many connections busy for a while with requests in turn; reads no more of an answer than its status and where it ends. */
export async function askForAWhile(
  port: number,
  requests: readonly Buffer[],
  connections: number,
  ms: number,
): Promise<Load> {
  const begun = performance.now();
  const until = begun + ms;
  let [answered, failed] = [0, 0];
  let turn = 0;
  const next = () => requests[(turn += 1) % requests.length] ?? Buffer.alloc(0);
  const count = (isOk: boolean) => void (isOk ? (answered += 1) : (failed += 1));
  await Promise.all(
    Array.from({ length: connections }, async () => {
      // A service may close a connection after some requests; then the next begins.
      while (performance.now() < until) await untilClosed(port, next, until, count);
    }),
  );
  return { answered, failed, ms: performance.now() - begun };
}

function untilClosed(
  port: number,
  next: () => Buffer,
  until: number,
  count: (isOk: boolean) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let received = '';
    socket.on('connect', () => socket.write(next()));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      for (;;) {
        const end = endOf(received);
        if (end === undefined) return;
        const isLast = /^connection: close/imu.test(received.slice(0, received.indexOf('\r\n\r\n')));
        count(received.startsWith('HTTP/1.1 200'));
        received = received.slice(end);
        if (isLast || performance.now() >= until) return void socket.end();
        socket.write(next());
      }
    });
    socket.on('error', () => count(false));
    socket.on('close', () => resolve());
  });
}

/** Where the first answer in the text ends, once it is whole. */
function endOf(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const length = /^content-length: (?<n>\d+)/imu.exec(text.slice(0, head))?.groups?.['n'];
  if (length === undefined) {
    const last = text.indexOf('0\r\n\r\n', head + 4); // chunked
    return last < 0 ? undefined : last + 5;
  }
  const end = head + 4 + Number(length);
  return text.length < end ? undefined : end;
}
