import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

export type EmbeddedPostgres = {
  readonly url: string;
  readonly database: PGlite;
  /** Closes the port, as a server that went away; the data stay. */
  stop(): Promise<void>;
  /** Opens the same port again. */
  start(): Promise<void>;
  remove(): Promise<void>;
};

/** PostgreSQL compiled to WebAssembly, with pgvector, behind a port: Debian 12 has no package of the extension. */
export async function startEmbeddedPostgres(): Promise<EmbeddedPostgres> {
  const database = await PGlite.create({ extensions: { vector } });
  const listen = async (port: number) => {
    const server = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port, maxConnections: 20 });
    await server.start();
    return server;
  };
  let server = await listen(0);
  const at = server.getServerConn();
  return {
    ...{ url: `postgres://postgres@${at}/postgres`, database },
    stop: () => server.stop(),
    start: async () => void (server = await listen(Number(at.split(':').at(-1)))),
    remove: async () => {
      await server.stop();
      await database.close();
    },
  };
}
