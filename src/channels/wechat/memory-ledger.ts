import { createHmac, randomBytes } from 'node:crypto';
import type { Claim, Owner, StoredTurn, Turn } from '../../storage/store.js';
import type { Ledger } from './ledger.js';

// About 50 MB at worst; the key unused longest goes first.
const MOST_KEYS = 20_000;
// An answerer that died is replaced after this, as in the database.
const CLAIM_MS = 30_000;
const TURNS = 20;

type Row = { readonly owner: string; readonly at: number; reply?: string };
type Window = { readonly owner: string; readonly ends: number; used: number };

/** A ledger of this process alone: for one that keeps nothing, and for the minutes in which the database is away. */
export class MemoryLedger implements Ledger {
  readonly #secret = randomBytes(32);
  readonly #rows = new Map<string, Row>();
  readonly #turns = new Map<string, readonly StoredTurn[]>();
  readonly #windows = new Map<string, Window>();

  readonly owners = {
    of: async (channel: string, clientId: string): Promise<Owner> => {
      const current = createHmac('sha256', this.#secret).update(`${channel}\u0000${clientId}`).digest('hex');
      return { current, all: [current] };
    },
  };

  readonly conversations = {
    read: async ({ current }: Owner, id: string, limit = TURNS) =>
      (this.#turns.get(`${current} ${id}`) ?? []).slice(-limit),
    append: async ({ current }: Owner, _channel: string, id: string, turns: readonly Turn[]) => {
      const key = `${current} ${id}`;
      const before = this.#turns.get(key) ?? [];
      keep(
        this.#turns,
        key,
        [...before, ...turns.map((turn) => ({ ...turn, at: Date.now() }))].slice(-TURNS),
      );
    },
  };

  readonly messages = {
    claim: async (key: string, { current }: Owner): Promise<Claim> => {
      const row = this.#rows.get(key);
      if (row?.reply !== undefined) return { state: 'answered', reply: row.reply };
      if (row !== undefined && Date.now() - row.at < CLAIM_MS) return { state: 'received', at: row.at };
      keep(this.#rows, key, { owner: current, at: Date.now() });
      return { state: 'new' };
    },
    answer: async (key: string, reply: string) => {
      const row = this.#rows.get(key);
      if (row !== undefined) row.reply ??= reply;
    },
    find: async (key: string) => {
      const row = this.#rows.get(key);
      if (row === undefined) return undefined;
      if (row.reply !== undefined) return { state: 'answered' as const, reply: row.reply };
      return { state: 'received' as const, at: row.at };
    },
  };

  readonly quotas = {
    take: async (name: string, { current }: Owner, limit: number, windowMs: number) => {
      const key = `${current} ${name}`;
      const open = this.#windows.get(key);
      const isOpen = open !== undefined && open.ends > Date.now();
      const window = isOpen ? open : { owner: current, ends: Date.now() + windowMs, used: 0 };
      window.used += 1;
      keep(this.#windows, key, window);
      return { isAllowed: window.used <= limit };
    },
  };

  async forget({ all }: Owner): Promise<void> {
    for (const map of [this.#rows, this.#windows])
      for (const [key, { owner }] of map) if (all.includes(owner)) map.delete(key);
    for (const key of this.#turns.keys()) if (all.includes(key.split(' ')[0] ?? '')) this.#turns.delete(key);
  }
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST_KEYS && oldest !== undefined) map.delete(oldest);
}
