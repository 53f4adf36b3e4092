import { connect, type Socket } from 'node:net';

/** A connection of bytes, as slow, rude or silent as a test wants it. */
export type RawClient = {
  readonly socket: Socket;
  /** What came so far. */
  received(): string;
  /** What came in all, and after how many milliseconds the other side closed. */
  readonly closed: Promise<{ readonly text: string; readonly ms: number }>;
};

export async function rawClient(port: number, first = ''): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.on('error', () => undefined); // being cut off is what these clients are for
  const begun = performance.now();
  const closed = new Promise<{ text: string; ms: number }>((resolve) => {
    socket.once('close', () => resolve({ text, ms: performance.now() - begun }));
  });
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  if (first !== '') socket.write(first);
  return { socket, closed, received: () => text };
}
