import {
  StorageError,
  type Conversations,
  type MessageLedger,
  type Owner,
  type Owners,
  type Quota,
  type Store,
} from '../../storage/store.js';
import { Pressure } from './pressure.js';
import { sleep } from './waits.js';

/** What WeChat needs remembered, by every replica alike: a part of the store. */
export type Ledger = {
  readonly owners: Owners;
  readonly conversations: Pick<Conversations, 'read' | 'append'>;
  readonly messages: MessageLedger;
  readonly quotas: {
    take(name: string, owner: Owner, limit: number, windowMs: number): Promise<Pick<Quota, 'isAllowed'>>;
  };
  /** Deletes all that is kept of one person. */
  forget(owner: Owner): Promise<unknown>;
};

// People who left while the database was away; more than in a busy day.
const MOST_OWED = 10_000;
// A claim and its reply are worth a wait, within the time there is: without them another replica answers too. What is
// kept for later is worth less than that people are answered in time.
const CLAIM_WAIT_MS = 1000;
const LATER_WAIT_MS = 50;
// A store that worked a moment ago and fails once is asked again: longer than it rests after a failure, and still in time.
const CLAIM_PATIENCE_MS = 1500;
const ASK_AGAIN_MS = 100;
const A_MOMENT_MS = 10_000;

/**
 * The store, and another ledger for when the store cannot be used or has too much to do: people are answered all the
 * same, and in time. A deletion is never only pretended: it fails, and is done when the store is back.
 */
export function withFallback(store: Pick<Store, keyof Ledger>, spare: Ledger): Ledger {
  const owed = new Map<string, Owner>();
  const pressure = new Pressure();
  let workedAt = -Infinity;
  const payOwed = async () => {
    for (const [key, owner] of owed) {
      owed.delete(key);
      await forget(owner);
    }
  };
  const forget = async (owner: Owner) => {
    await spare.forget(owner);
    try {
      await store.forget(owner);
    } catch (error) {
      if (owed.size < MOST_OWED) owed.set(owner.current, owner);
      throw error;
    }
  };
  const either = async <T>(waitMs: number, first: () => Promise<T>, second: () => Promise<T>): Promise<T> => {
    if (pressure.waitMs > waitMs) return second();
    try {
      const result = await pressure.track(first);
      workedAt = performance.now();
      if (owed.size > 0) void payOwed().catch(() => undefined);
      return result;
    } catch (error) {
      if (error instanceof StorageError) return second();
      throw error;
    }
  };
  /** The store's answer, though it take a second try. */
  const patiently = async <T>(call: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    for (;;) {
      try {
        return await call();
      } catch (error) {
        const now = performance.now();
        const isOver = now - begun > CLAIM_PATIENCE_MS || now - workedAt > A_MOMENT_MS;
        if (!(error instanceof StorageError) || isOver) throw error;
        await sleep(ASK_AGAIN_MS);
      }
    }
  };
  return {
    owners: store.owners,
    conversations: {
      // Turns may be in both, after a busy moment.
      read: async (owner, id, limit) => {
        const later = await spare.conversations.read(owner, id, limit);
        const kept = await store.conversations.read(owner, id, limit).catch(ifUnavailable([]));
        if (later.length === 0) return kept;
        return [...kept, ...later].toSorted((a, b) => a.at - b.at).slice(-(limit ?? Infinity));
      },
      append: (...turns) =>
        either(
          LATER_WAIT_MS,
          () => store.conversations.append(...turns),
          () => spare.conversations.append(...turns),
        ),
    },
    messages: {
      claim: async (key, owner) => {
        const spared = await spare.messages.find(key);
        if (spared !== undefined) return spare.messages.claim(key, owner);
        return either(
          CLAIM_WAIT_MS,
          () => patiently(() => store.messages.claim(key, owner)),
          () => spare.messages.claim(key, owner),
        );
      },
      answer: async (key, reply) => {
        const spared = await spare.messages.find(key);
        if (spared !== undefined) return spare.messages.answer(key, reply);
        return either(
          CLAIM_WAIT_MS,
          () => patiently(() => store.messages.answer(key, reply)),
          async () => undefined,
        );
      },
      find: async (key) => {
        const spared = await spare.messages.find(key);
        return spared ?? store.messages.find(key).catch(ifUnavailable(undefined));
      },
    },
    quotas: {
      take: (...args) =>
        either<Pick<Quota, 'isAllowed'>>(
          CLAIM_WAIT_MS,
          () => store.quotas.take(...args),
          () => spare.quotas.take(...args),
        ),
    },
    forget,
  };
}

function ifUnavailable<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof StorageError) return value;
    throw error;
  };
}
