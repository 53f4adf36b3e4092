import type { Owner, Store } from '../../storage/store.js';

/** Who asks, and what is remembered of them. */
export type Clients = {
  readonly store: Store | undefined;
  /** Names the client of a request, from what the server adapter passes as env; never logged. */
  readonly clientOf: (env: unknown) => string;
};

/** The person behind a request, as the database knows them. Without a database the client itself, in memory only. */
export async function ownerOf({ store, clientOf }: Clients, env: unknown): Promise<Owner> {
  const client = clientOf(env);
  return (await store?.owners.of('api', client)) ?? { current: client, all: [client] };
}
