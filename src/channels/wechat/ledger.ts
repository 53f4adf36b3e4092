import {
  StorageError,
  type Conversations,
  type MessageLedger,
  type Owner,
  type Owners,
  type Quota,
  type Store,
} from '../../storage/store.js';

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

/**
 * The store, and another ledger for as long as the store cannot be used: people are answered all the same. A deletion
 * is never only pretended: it fails, and is done when the store is back.
 */
export function withFallback(store: Pick<Store, keyof Ledger>, spare: Ledger): Ledger {
  const owed = new Map<string, Owner>();
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
  const either = async <T>(first: () => Promise<T>, second: () => Promise<T>): Promise<T> => {
    try {
      const result = await first();
      if (owed.size > 0) void payOwed().catch(() => undefined);
      return result;
    } catch (error) {
      if (error instanceof StorageError) return second();
      throw error;
    }
  };
  return {
    owners: store.owners,
    conversations: {
      read: (...args) =>
        either(
          () => store.conversations.read(...args),
          () => spare.conversations.read(...args),
        ),
      append: (...args) =>
        either(
          () => store.conversations.append(...args),
          () => spare.conversations.append(...args),
        ),
    },
    messages: {
      claim: (...args) =>
        either(
          () => store.messages.claim(...args),
          () => spare.messages.claim(...args),
        ),
      answer: (...args) =>
        either(
          () => store.messages.answer(...args),
          () => spare.messages.answer(...args),
        ),
      find: (...args) =>
        either(
          () => store.messages.find(...args),
          () => spare.messages.find(...args),
        ),
    },
    quotas: {
      take: (...args) =>
        either<Pick<Quota, 'isAllowed'>>(
          () => store.quotas.take(...args),
          () => spare.quotas.take(...args),
        ),
    },
    forget,
  };
}
