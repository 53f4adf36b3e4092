import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Drops clients that take nothing of what waits for them, however long the answer. Node's timer on a socket starts anew
 * whenever a byte moves, so it tells a slow reader from one that never reads. A client that waits for an answer still being
 * made has nothing to take and is left alone; one that holds an idle connection is let go.
 */
export function dropStalledClients(
  server: Server,
  stallMs: number,
  isAnswering: (socket: Socket) => boolean,
  count: () => void,
): void {
  server.setTimeout(stallMs, (socket: Socket) => {
    if (!isAnswering(socket)) return void socket.destroy();
    if (socket.writableLength === 0) return void socket.setTimeout(stallMs);
    count();
    socket.destroy();
  });
}
