import type { Kysely, Transaction } from 'kysely';
import { OPERATION_MS, RETRY_MS, SLOW_IN_A_ROW } from './limits.js';
import { StorageError } from './store.js';
import type { Tables } from './tables.js';

/** An open database. Reading and writing may be the same connections. */
export type Session = {
  readonly reader: Kysely<Tables>;
  /** Runs a change as one transaction, or with others in one. */
  write<T>(change: (db: Transaction<Tables>) => Promise<T>): Promise<T>;
  /** Whether a damaged file was set aside. */
  readonly wasDamaged: boolean;
  /** Removes what deleted rows left behind. */
  scrub(): Promise<void>;
  /** Whether the database must be opened anew: its file is gone, or the error says that it is damaged. */
  isLost(error?: unknown): boolean;
  /** Whether the error is about the rows written, not about the database. */
  isRowFault(error: unknown): boolean;
  close(): Promise<void>;
};

type Side = { failedAt: number | undefined; slowInARow: number };

/**
 * A database that may be down: opened when first used and again after a failure, never tried more than once a second while it
 * fails, and no call takes longer than its limit. A single slow call is not taken for a failure of all.
 */
export class Connection {
  readonly #open: () => Promise<Session>;
  readonly #reading: Side = { failedAt: undefined, slowInARow: 0 };
  readonly #writing: Side = { failedAt: undefined, slowInARow: 0 };
  #session: Promise<Session> | undefined;
  #current: Session | undefined;
  #wasDamaged = false;
  #lastError = '';

  constructor(open: () => Promise<Session>) {
    this.#open = open;
  }

  /** Opens ahead of use, without the limit of an operation: migrations may take longer. Failing is no error yet. */
  async open(): Promise<void> {
    try {
      await this.#opened();
    } catch (error) {
      this.#failed(error, this.#reading, this.#writing);
    }
  }

  /** @throws StorageError */
  read<T>(query: (db: Kysely<Tables>) => Promise<T>, limitMs = OPERATION_MS): Promise<T> {
    return this.#attempt(this.#reading, limitMs, ({ reader }) => query(reader));
  }

  /** Runs a change as one transaction. @throws StorageError; when it was too slow the change may still have happened */
  write<T>(change: (db: Transaction<Tables>) => Promise<T>, limitMs = OPERATION_MS): Promise<T> {
    return this.#attempt(this.#writing, limitMs, (session) => session.write(change));
  }

  async scrub(): Promise<void> {
    await this.#current?.scrub();
  }

  get canRead(): boolean {
    return this.#reading.failedAt === undefined;
  }

  get canWrite(): boolean {
    return this.#writing.failedAt === undefined;
  }

  get wasDamaged(): boolean {
    return this.#wasDamaged;
  }

  /** What the driver last said, for the log; no question text. */
  get lastError(): string {
    return this.#lastError;
  }

  /** Lets go of a database whose file is gone; the next call opens a new one. */
  async check(): Promise<void> {
    if (this.#current?.isLost() === true) await this.close();
  }

  async close(): Promise<void> {
    const session = await this.#session?.catch(() => undefined);
    this.#session = undefined;
    this.#current = undefined;
    await session?.close().catch(() => undefined);
  }

  async #attempt<T>(side: Side, limitMs: number, work: (session: Session) => Promise<T>): Promise<T> {
    const { failedAt } = side;
    if (failedAt !== undefined && performance.now() - failedAt < RETRY_MS) {
      throw new StorageError(`The database failed a moment ago: ${this.#lastError}`);
    }
    try {
      const result = await withinTime(this.#opened().then(work), limitMs);
      side.failedAt = undefined;
      side.slowInARow = 0;
      return result;
    } catch (error) {
      const session = this.#current;
      const isRowFault = session?.isRowFault(error) === true;
      if (error instanceof SlowError) side.slowInARow += 1;
      const isSlowOnce =
        error instanceof SlowError && session !== undefined && side.slowInARow < SLOW_IN_A_ROW;
      this.#failed(error, ...(isRowFault || isSlowOnce ? [] : [side]));
      if (session?.isLost(error) === true) await this.close();
      throw new StorageError(`The database cannot be used: ${this.#lastError}`, { cause: error, isRowFault });
    }
  }

  #failed(error: unknown, ...sides: readonly Side[]): void {
    this.#lastError = error instanceof Error ? error.message : String(error);
    for (const side of sides) side.failedAt = performance.now();
  }

  async #opened(): Promise<Session> {
    this.#session ??= this.#open();
    try {
      const session = await this.#session;
      this.#current = session;
      this.#wasDamaged ||= session.wasDamaged;
      return session;
    } catch (error) {
      this.#session = undefined;
      throw error;
    }
  }
}

class SlowError extends Error {}

async function withinTime<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SlowError(`no result within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined); // a late failure has nobody left to hear it
  }
}
