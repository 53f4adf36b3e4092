/** A person as kept: a pseudonym, never the openid. `current` is written, `all` are read. */
export type Owner = { readonly current: string; readonly all: readonly string[] };

export type Turn = { readonly role: 'user' | 'assistant'; readonly content: string; readonly data?: unknown };
export type StoredTurn = Turn & { readonly at: number };

export type Claim =
  /** Nobody has it: the caller answers. */
  | { readonly state: 'new' }
  /** Someone is answering since `at` (epoch ms). */
  | { readonly state: 'received'; readonly at: number }
  | { readonly state: 'answered'; readonly reply: string };

/** What WeChat needs remembered, by every replica alike. */
export type Ledger = {
  readonly owners: { of(channel: string, clientId: string): Promise<Owner> };
  readonly conversations: {
    read(owner: Owner, id: string, limit?: number): Promise<readonly StoredTurn[]>;
    append(owner: Owner, channel: string, id: string, turns: readonly Turn[]): Promise<void>;
  };
  readonly messages: {
    /** Exactly one of many callers gets 'new'; one left unanswered for a while is given out again. */
    claim(key: string, owner: Owner): Promise<Claim>;
    /** Stores the reply of a key that was claimed; the first one stays. */
    answer(key: string, reply: string): Promise<void>;
    find(key: string): Promise<Exclude<Claim, { state: 'new' }> | undefined>;
  };
  readonly quotas: {
    take(
      name: string,
      owner: Owner,
      limit: number,
      windowMs: number,
    ): Promise<{ readonly isAllowed: boolean }>;
  };
  /** Deletes all that is kept of one person. */
  forget(owner: Owner): Promise<unknown>;
};
