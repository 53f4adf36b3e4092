import { LRUCache } from 'lru-cache';
import { ModelError } from './model-error.js';

export type BudgetSettings = {
  /** Tokens, prompt and answer together, of all clients in 24 hours. */
  readonly perDay: number;
  /** The same of one client. */
  readonly perClientDay: number;
};

const DAY_MS = 24 * 60 * 60 * 1000;
// More clients than a day brings to one process; each entry is two numbers. Whoever is forgotten begins anew under the budget of all.
const MOST_CLIENTS = 100_000;

type Window = { used: number; endsAt: number };

/**
 * What may be spent. Counted by a monotonic clock, in windows of 24 hours from the first call, in this process: each replica has the
 * whole budget, and a restart begins a new one.
 */
export class TokenBudget {
  readonly #all: Window = { used: 0, endsAt: 0 };
  readonly #clients = new LRUCache<string, Window>({ max: MOST_CLIENTS });

  constructor(
    readonly settings: BudgetSettings,
    readonly now: () => number = () => performance.now(),
  ) {}

  /** Tokens of all clients in the window that runs, those reserved among them, and how many clients are remembered. */
  get spent(): { readonly tokens: number; readonly clients: number } {
    return { tokens: this.#current(this.#all).used, clients: this.#clients.size };
  }

  /** Takes tokens before they are used, so that calls at the same time cannot overdraw. @throws ModelError when they are not left */
  reserve(client: string, tokens: number): { settle(used: number): void } {
    const all = this.#current(this.#all);
    const own = this.#current(this.#clients.get(client) ?? { used: 0, endsAt: 0 });
    const { perDay, perClientDay } = this.settings;
    if (all.used + tokens > perDay) throw spent('all clients', perDay, 'CHAT_TOKENS_PER_DAY');
    if (own.used + tokens > perClientDay) throw spent('this client', perClientDay, 'CHAT_TOKENS_PER_CLIENT');
    this.#clients.set(client, own);
    all.used += tokens;
    own.used += tokens;
    return {
      // A window may have ended meanwhile, and what was reserved with it.
      settle: (used) => {
        for (const window of [all, own]) window.used = Math.max(0, window.used + used - tokens);
      },
    };
  }

  #current(window: Window): Window {
    if (this.now() >= window.endsAt) Object.assign(window, { used: 0, endsAt: this.now() + DAY_MS });
    return window;
  }
}

function spent(whose: string, tokens: number, setting: string): ModelError {
  return new ModelError(
    'model_budget',
    `The ${tokens} tokens of ${whose} for 24 hours are spent (${setting}).`,
  );
}

// Between what vocabularies make of Chinese (0.6 to 1 a character) and of English (a quarter); too many rather than too few.
const PER_HAN = 1;
const PER_OTHER = 0.35;
const PER_MESSAGE = 8;

/** About how many tokens a prompt has, for budgets only. */
export function estimateTokens(messages: readonly { readonly content: string }[]): number {
  const sum = messages.reduce((total, { content }) => {
    const han = content.match(/\p{Script=Han}/gu)?.length ?? 0;
    return total + PER_MESSAGE + han * PER_HAN + (content.length - han) * PER_OTHER;
  }, 0);
  return Math.ceil(sum);
}
