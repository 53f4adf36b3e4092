import type { Bucket, BucketRate } from '../domain/token-bucket.js';

/**
 * What the service remembers, as its users see it. Everything a person typed is masked again on writing, whoever calls.
 * Methods that return a promise throw {@link StorageError} when the database is down, full or locked: a caller that answers
 * people catches it and answers without memory. `record` never throws and never waits.
 */
export type Store = {
  readonly owners: Owners;
  readonly conversations: Conversations;
  readonly answers: AnswerLog;
  readonly feedback: FeedbackBox;
  readonly audit: AuditLog;
  readonly messages: MessageLedger;
  readonly quotas: Quotas;
  /** Only where several replicas can share them; elsewhere memory does. */
  readonly buckets: Buckets | undefined;
  readonly settings: Settings;
  /** Whether writing and reading work, and what was lost; for /readyz and metrics. */
  health(): StorageHealth;
  /** Deletes what is past its time. Skips once after the clock jumped by more than a day. */
  purge(): Promise<PurgeReport>;
  /** Deletes all that is kept of one person, the audit log (which holds no question) excepted. */
  forget(owner: Owner): Promise<ForgetReceipt>;
  /** Writes what is queued, then closes. Nothing may be called afterwards. */
  close(): Promise<void>;
};

/** The database cannot be used now. `cause` is the driver's error; the message may be shown to operators only. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  /** The rows were refused, not the database: trying them again is useless. */
  readonly isRowFault: boolean;

  constructor(message: string, options: { readonly cause?: unknown; readonly isRowFault?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.isRowFault = options.isRowFault ?? false;
  }
}

/**
 * A person as the database knows them: an HMAC of channel and client id. Keys change every 90 days, so one person has several
 * pseudonyms: `current` is written, `all` are read.
 */
export type Owner = { readonly current: string; readonly all: readonly string[] };

export type Owners = {
  /** @param clientId openid, address or session; kept nowhere. Never throws: without a database the key lives in memory. */
  of(channel: string, clientId: string): Promise<Owner>;
};

export type Turn = {
  readonly role: 'user' | 'assistant';
  readonly content: string;
  /** Anything a channel wants back with the turn, such as the answer object; JSON. */
  readonly data?: unknown;
};
export type StoredTurn = Turn & { readonly at: number };
export type ConversationSummary = {
  readonly id: string;
  readonly channel: string;
  /** The first question, masked, at most 60 characters. */
  readonly title: string;
  readonly updatedAt: number;
  readonly turns: number;
};

/** 会话. An id means nothing without its owner: another person's id reads as a conversation that does not exist. */
export type Conversations = {
  /** The last `limit` turns, oldest first; empty when there is no such conversation of this owner. */
  read(owner: Owner, id: string, limit?: number): Promise<readonly StoredTurn[]>;
  /** Adds turns, starting the conversation if need be. Oldest turns and conversations beyond the caps are dropped. */
  append(owner: Owner, channel: string, id: string, turns: readonly Turn[]): Promise<void>;
  /** Newest first. */
  list(owner: Owner): Promise<readonly ConversationSummary[]>;
  /** @returns whether there was one. */
  remove(owner: Owner, id: string): Promise<boolean>;
};

export type AnswerEntry = {
  readonly id: string;
  readonly owner: Owner;
  readonly channel: string;
  readonly conversationId: string | null;
  readonly question: string;
  readonly text: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly missing: readonly string[];
  readonly clauses: readonly number[];
  readonly mode: string;
  readonly ms: number;
};
export type LoggedAnswer = Omit<AnswerEntry, 'owner'> & { readonly at: number };
export type AnswerFilter = {
  /** Only these outcomes, e.g. ['refused', 'partial'] for what the plan did not answer. */
  readonly outcomes?: readonly string[];
  /** Only answers rated so. */
  readonly rating?: Rating;
  /** Only before this time, for paging. */
  readonly before?: number;
  /** At most this many, at most 500. */
  readonly limit?: number;
};

/** Masked questions with their answers, 30 days, for quality. */
export type AnswerLog = {
  record(entry: AnswerEntry): void;
  /** Newest first. */
  list(filter?: AnswerFilter): Promise<readonly LoggedAnswer[]>;
};

export type Rating = 'up' | 'down';
export type FeedbackEntry = {
  readonly answerId: string;
  readonly owner: Owner;
  readonly rating: Rating;
  readonly comment: string | null;
};
export type StoredFeedback = Omit<FeedbackEntry, 'owner'> & {
  readonly at: number;
  /** Null when the answer is past its time. */
  readonly question: string | null;
};
export type FeedbackBox = {
  /** One rating a person and answer; a later one replaces it. */
  add(entry: FeedbackEntry): Promise<'stored' | 'unknown_answer'>;
  /** Newest first, at most `limit`. */
  list(limit?: number): Promise<readonly StoredFeedback[]>;
};

/** One event without any text a person typed. */
export type AuditEntry = {
  readonly kind: string;
  readonly requestId?: string;
  readonly owner?: Owner;
  readonly channel?: string;
  readonly status?: string;
  readonly clauses?: readonly number[];
  readonly ms?: number;
  /** What an operator did and why; never what a resident typed. */
  readonly detail?: string;
};
export type AuditRow = {
  readonly sequence: number;
  readonly at: number;
  readonly kind: string;
  readonly detail: string | null;
  readonly hash: string;
};
/** Events, 200 days, each row carrying the hash of the one before. */
export type AuditLog = {
  record(entry: AuditEntry): void;
  /** Newest first. */
  list(limit?: number): Promise<readonly AuditRow[]>;
  /** Recomputes the chain. @returns the rows checked and the first sequence that does not fit, or null. */
  verify(): Promise<{ readonly rows: number; readonly brokenAt: number | null }>;
};

export type Claim =
  /** Nobody has it: the caller answers. */
  | { readonly state: 'new' }
  /** Someone is answering since `at` (epoch ms). */
  | { readonly state: 'received'; readonly at: number }
  | { readonly state: 'answered'; readonly reply: string };
/** Messages already seen, by a key the channel makes (MsgId, or openid hash and time), so that retries get the same reply. */
export type MessageLedger = {
  /** Exactly one of many concurrent callers, on any replica, gets 'new'; one left unanswered for 30 s is given out again. */
  claim(key: string, owner: Owner): Promise<Claim>;
  /** Stores the reply; the first one stays. */
  answer(key: string, reply: string): Promise<void>;
  /** The state without claiming; undefined when never seen. */
  find(key: string): Promise<Exclude<Claim, { state: 'new' }> | undefined>;
};

export type Quota = {
  readonly isAllowed: boolean;
  readonly remaining: number;
  /** Epoch ms at which the window ends. */
  readonly resetsAt: number;
};
/** Counts shared by all replicas. */
export type Quotas = {
  /** Takes one of `limit` per fixed window of `windowMs`. @param name distinguishes quotas of one owner, e.g. 'wechat.customer' */
  take(name: string, owner: Owner, limit: number, windowMs: number): Promise<Quota>;
};

/** How fast a client may ask, over all replicas. */
export type Buckets = {
  /** @param name distinguishes buckets of one owner, e.g. 'ask' */
  take(name: string, owner: Owner, rate: BucketRate): Promise<Bucket>;
};

/** What can be switched off. A clause that is off is not shown. */
export type SwitchName = `channel:${string}` | `mode:${string}` | `clause:${number}`;
export type SettingChange = {
  readonly key: string;
  readonly value: unknown;
  readonly reason: string;
  readonly changedBy: string;
  readonly changedAt: number;
};
/** Settings changed while running; every change is audited with its reason and seen by all replicas within a second. */
export type Settings = {
  /** From memory, never waits. */
  get(key: string): unknown;
  /** From memory, never waits. */
  isOff(name: SwitchName): boolean;
  /** All that is set, newest change first; from memory. */
  all(): readonly SettingChange[];
  set(key: string, value: unknown, reason: string, changedBy: string): Promise<void>;
  switch(name: SwitchName, state: 'on' | 'off', reason: string, changedBy: string): Promise<void>;
};

export type StorageHealth = {
  readonly status: 'ok' | 'degraded';
  /** Codes, without paths or text: unavailable, read_only, logs_dropped, was_damaged, clock_jumped. */
  readonly reasons: readonly string[];
  /** Log rows waiting and lost. */
  readonly pending: number;
  readonly dropped: number;
};

export type PurgeReport = { readonly skipped: 'clock_jumped' | null; readonly deleted: number };
export type ForgetReceipt = { readonly confirmation: string; readonly deleted: number };
