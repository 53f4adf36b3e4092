import { BATCH_ROWS, FLUSH_MS, QUEUE_ROWS, RETRY_MS } from './limits.js';
import { StorageError } from './store.js';

/** Rows waiting to be written together. It never makes a caller wait: when full, what comes is dropped and counted. */
export class WriteQueue<T> {
  readonly #write: (rows: readonly T[]) => Promise<void>;
  #rows: T[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #batch = BATCH_ROWS;
  #dropped = 0;
  #droppedAt: number | undefined;

  /** @param write stores rows, all or none */
  constructor(write: (rows: readonly T[]) => Promise<void>) {
    this.#write = write;
  }

  add(row: T): void {
    if (this.#rows.length >= QUEUE_ROWS) return this.#drop(1);
    this.#rows.push(row);
    this.#wake(FLUSH_MS);
  }

  get pending(): number {
    return this.#rows.length;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** When a row was last lost, by performance.now(). */
  get droppedAt(): number | undefined {
    return this.#droppedAt;
  }

  has(isIt: (row: T) => boolean): boolean {
    return this.#rows.some(isIt);
  }

  /** Forgets what waits and fits. @returns how many */
  remove(isIt: (row: T) => boolean): number {
    const before = this.#rows.length;
    this.#rows = this.#rows.filter((row) => !isIt(row));
    return before - this.#rows.length;
  }

  /** Writes what waits, as far as the database allows. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running ??= this.#drain().finally(() => (this.#running = undefined));
    await this.#running;
  }

  /** Stops trying; what could not be written is lost and counted. */
  async close(): Promise<void> {
    await this.flush();
    clearTimeout(this.#timer);
    if (this.#rows.length > 0) this.#drop(this.#rows.length);
    this.#rows = [];
  }

  async #drain(): Promise<void> {
    while (this.#rows.length > 0) {
      const rows = this.#rows.slice(0, this.#batch);
      try {
        await this.#write(rows);
        this.#taken(rows);
        this.#batch = BATCH_ROWS;
      } catch (error) {
        if (!(error instanceof StorageError && error.isRowFault)) return this.#wake(RETRY_MS);
        // One of these rows cannot be written at all: find it by writing them singly, and let it go.
        if (this.#batch === 1) {
          this.#taken(rows);
          this.#drop(1);
        }
        this.#batch = 1;
      }
    }
  }

  /** Rows may have been removed, and the oldest written ones stand first. */
  #taken(rows: readonly T[]): void {
    const written = new Set(rows);
    this.#rows = this.#rows.filter((row) => !written.has(row));
  }

  #drop(count: number): void {
    this.#dropped += count;
    this.#droppedAt = performance.now();
  }

  #wake(after: number): void {
    this.#timer ??= setTimeout(() => void this.flush(), after).unref();
  }
}
