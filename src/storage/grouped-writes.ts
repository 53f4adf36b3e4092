import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
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
// While changes come faster than single commits, so long is waited for more of them: a few commits' worth.
const GATHER_MS = 20;

/**
 * Changes that wait at the same time share one transaction. SQLite waits for the disk at each commit and holds the
 * process up meanwhile: one wait for fifty changes instead of fifty. Each change stands or fails alone; none is
 * told that it is done before the commit.
 */
export class GroupedWrites {
  readonly #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(private readonly db: Kysely<Tables>) {}

  write<T>(change: Change<T>): Promise<T> {
    return new Promise((done, failed) => {
      this.#waiting.push({ change, done: (value) => done(value as T), failed });
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    let isBusy = false;
    while (this.#waiting.length > 0) {
      // What else has arrived joins, and is heard between two groups.
      await (isBusy && this.#waiting.length < MOST_TOGETHER ? sleep(GATHER_MS) : setImmediate());
      const group = this.#waiting.splice(0, MOST_TOGETHER);
      isBusy = group.length > 1;
      try {
        const outcomes = await this.db.transaction().execute((db) => inTurn(db, group));
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
