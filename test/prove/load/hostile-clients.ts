/**
 * Clients that mean harm, as a program of its own: connections that send a header a second and never end, bodies of a byte a
 * second, streams nobody reads, malformed requests, bodies announced as huge. Loopback only; ends with its time.
 */
import { connect, type Socket } from 'node:net';
import type { Hostility, Suffered } from './hostile.js';

const MALFORMED = [
  'GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n',
  'POST /api/chat HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 4\r\nConnection: close\r\n\r\n{bad',
  'POST /api/chat HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc',
  'POST /api/chat HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n',
  `GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(10_000)}\r\n\r\n`,
  'GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  'PUT /api/chat HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  '\u0016\u0003\u0001\u0000\u0000',
];
const SLOW = [
  { first: 'GET / HTTP/1.1\r\nHost: a\r\n', more: 'X: y\r\n' },
  {
    first:
      'POST /api/chat HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n',
    more: ' ',
  },
] as const;
const STREAM = (body: string) =>
  `POST /api/chat HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

process.once('message', async (plan: Hostility) => {
  const suffered = await run(plan);
  process.send?.(suffered, () => process.exit(0));
});

async function run({ port, seconds, slow, deaf, malformedRate }: Hostility): Promise<Suffered> {
  const begun = performance.now();
  const statuses: Record<string, number> = {};
  const slowLives: number[] = [];
  const open = (first: string, use: (socket: Socket) => void = () => undefined) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(first));
    socket.on('error', () => undefined);
    use(socket);
    return socket;
  };
  const sockets: Socket[] = [];
  for (let i = 0; i < slow; i += 1) {
    const { first, more } = SLOW[i % SLOW.length] ?? SLOW[0];
    const since = performance.now();
    const socket = open(first);
    const dripping = setInterval(() => socket.write(more), 1000);
    socket.once('close', () => {
      clearInterval(dripping);
      slowLives.push(performance.now() - since);
    });
    sockets.push(socket);
  }
  const body = JSON.stringify({ messages: [{ role: 'user', content: '方案一共定了哪些数字目标' }] });
  for (let i = 0; i < deaf; i += 1) sockets.push(open(STREAM(body), (socket) => socket.pause()));
  for (let i = 0; performance.now() - begun < seconds * 1000; i += 1) {
    const due = (i / malformedRate) * 1000 - (performance.now() - begun);
    if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
    const socket = open(MALFORMED[i % MALFORMED.length] ?? '');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.setTimeout(2000, () => socket.destroy());
    socket.once('close', () => {
      const status = /^HTTP\/1\.1 (?<status>\d+)/u.exec(text)?.groups?.['status'] ?? 'closed';
      statuses[status] = (statuses[status] ?? 0) + 1;
    });
  }
  const stillOpen = sockets.slice(0, slow).filter(({ closed }) => !closed).length;
  for (const socket of sockets) socket.destroy();
  return { statuses, slowLives, stillOpen };
}
