import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Which connections there are, and what is being answered on each. */
export class OpenResponses {
  readonly #sockets = new Map<Socket, Set<ServerResponse>>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#sockets.set(socket, new Set());
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  add(response: ServerResponse): void {
    const { socket } = response;
    const open = socket === null ? undefined : this.#sockets.get(socket);
    open?.add(response);
    response.once('close', () => open?.delete(response));
  }

  isAnswering(socket: Socket): boolean {
    return (this.#sockets.get(socket)?.size ?? 0) > 0;
  }

  /** Lets every connection end with the answer it is waiting for. */
  closeAfterAnswers(): void {
    for (const responses of this.#sockets.values())
      for (const response of responses) response.shouldKeepAlive = false;
  }

  /** Cuts the connections on which nothing is being answered. */
  dropUnanswering(): void {
    for (const [socket, responses] of this.#sockets) if (responses.size === 0) socket.destroy();
  }
}
