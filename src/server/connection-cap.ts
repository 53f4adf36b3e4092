import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Clients } from './client-address.js';

/** Cuts off connections beyond a client's share, before a byte of them is read. Shared addresses are many people's and not counted. */
export function capConnections(server: Server, perClient: number, clients: Clients, count: () => void): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    if (clients.isShared(socket.remoteAddress)) return;
    const client = clients.clientOf({ headers: {}, socket });
    const held = (open.get(client) ?? 0) + 1;
    open.set(client, held);
    socket.once('close', () => {
      const left = (open.get(client) ?? 1) - 1;
      if (left === 0) open.delete(client);
      else open.set(client, left);
    });
    if (held <= perClient) return;
    count();
    socket.destroy();
  });
}
