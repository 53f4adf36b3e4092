import { setImmediate } from 'node:timers/promises';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from './tables.js';

type Change<T> = (db: Transaction<Tables>) => Promise<T>;
type Waiting = {
  readonly change: Change<unknown>;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
};
type Outcome = { readonly value: unknown } | { readonly error: unknown };

// As many as are written in some tens of milliseconds; then others have their turn on the event loop.
const MOST_TOGETHER = 50;

/**
 * Changes that wait at the same time share one transaction, and one wait for the disk: what comes meanwhile is the next group.
 * Each change stands or fails alone; none is told that it is done before it is on the disk.
 */
export class GroupedWrites {
  readonly #waiting: Waiting[] = [];
  #isRunning = false;

  /** @param sync waits until what was committed is on the disk */
  constructor(
    private readonly db: Kysely<Tables>,
    private readonly sync: () => Promise<void>,
  ) {}

  write<T>(change: Change<T>): Promise<T> {
    return new Promise((done, failed) => {
      this.#waiting.push({ change, done: (value) => done(value as T), failed });
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      await setImmediate(); // what else has arrived joins, and is heard between two groups
      const group = this.#waiting.splice(0, MOST_TOGETHER);
      try {
        const outcomes = await this.db.transaction().execute((db) => inTurn(db, group));
        await this.sync();
        for (const [i, { done, failed }] of group.entries()) {
          const outcome = outcomes[i];
          if (outcome !== undefined && 'value' in outcome) done(outcome.value);
          else failed(outcome?.error);
        }
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    this.#isRunning = false;
  }
}

async function inTurn(db: Transaction<Tables>, group: readonly Waiting[]): Promise<readonly Outcome[]> {
  const [only] = group;
  if (only !== undefined && group.length === 1) return [{ value: await only.change(db) }];
  const outcomes: Outcome[] = [];
  for (const { change } of group) {
    await sql`savepoint one`.execute(db);
    try {
      outcomes.push({ value: await change(db) });
    } catch (error) {
      outcomes.push({ error });
      await sql`rollback to one`.execute(db);
    }
    await sql`release one`.execute(db);
  }
  return outcomes;
}
