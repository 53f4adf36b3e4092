import type { Context, MiddlewareHandler } from 'hono';
import { takeToken, type Bucket, type BucketRate } from '../../domain/token-bucket.js';
import type { Owner } from '../../storage/store.js';
import { ownerOf, type Clients } from './clients.js';
import { Problem, type Env } from './problem.js';

// At 200 bytes each, 20 MB. Beyond it the client longest unheard of is forgotten, which errs on the side of answering.
const CLIENTS = 100_000;

/**
 * Refuses what a client sends beyond its rate, and says with every answer how much is left (RateLimit and RateLimit-Policy of the
 * IETF's draft). With a shared database replicas count together; while it is down each counts alone.
 * @param name of the policy; each has buckets of its own
 */
export function rateLimit(name: string, rate: BucketRate, clients: Clients): MiddlewareHandler<Env> {
  if (rate.perMinute === 0) return (_, next) => next();
  const buckets = new LocalBuckets(rate);
  const policy = `"${name}";q=${rate.burst};w=${Math.ceil((60 * rate.burst) / rate.perMinute)}`;

  async function take(c: Context<Env>): Promise<Bucket> {
    const client = clients.clientOf(c.env);
    const shared = clients.store?.buckets;
    if (shared === undefined) return buckets.take(client);
    // One that was refused is refused here until its time, without asking the database again: a flood stays our affair.
    const known = buckets.refusal(client);
    if (known !== undefined) return known;
    try {
      const owner: Owner = await ownerOf(clients, c.env);
      const bucket = await shared.take(name, owner, rate);
      buckets.note(client, bucket);
      return bucket;
    } catch {
      return buckets.take(client);
    }
  }

  return async (c, next) => {
    const { isAllowed, remaining, waitMs, resetMs } = await take(c);
    c.header('RateLimit-Policy', policy);
    c.header('RateLimit', `"${name}";r=${remaining};t=${Math.ceil(resetMs / 1000)}`);
    if (isAllowed) return next();
    const wait = String(Math.max(1, Math.ceil(waitMs / 1000)));
    throw new Problem(429, 'Too Many Requests', `Try again in ${wait} seconds.`, { 'Retry-After': wait });
  };
}

/** Buckets of this process, by a clock that never jumps. */
class LocalBuckets {
  readonly #fullAt = new Map<string, number>();

  constructor(private readonly rate: BucketRate) {}

  take(client: string): Bucket {
    const bucket = takeToken(this.#fullAt.get(client), performance.now(), this.rate);
    this.#keep(client, bucket.fullAt);
    return bucket;
  }

  /** What is still refused by what was noted; takes nothing. */
  refusal(client: string): Bucket | undefined {
    const bucket = takeToken(this.#fullAt.get(client), performance.now(), this.rate);
    return bucket.isAllowed ? undefined : bucket;
  }

  /** Remembers what the database said: another replica may have emptied the bucket. */
  note(client: string, { isAllowed, waitMs }: Bucket): void {
    const tokenMs = 60_000 / this.rate.perMinute;
    if (isAllowed) this.#fullAt.delete(client);
    else this.#keep(client, performance.now() + waitMs + (this.rate.burst - 1) * tokenMs);
  }

  #keep(client: string, fullAt: number): void {
    this.#fullAt.delete(client); // set anew at the end: the first is always the one longest unheard of
    this.#fullAt.set(client, fullAt);
    const [oldest] = this.#fullAt.keys();
    if (this.#fullAt.size > CLIENTS && oldest !== undefined) this.#fullAt.delete(oldest);
  }
}
