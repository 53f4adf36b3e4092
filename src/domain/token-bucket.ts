/** How much at once, and how fast that comes back. */
export type BucketRate = { readonly burst: number; readonly perMinute: number };
export type Bucket = {
  readonly isAllowed: boolean;
  /** How many more may follow at once. */
  readonly remaining: number;
  /** Milliseconds until one more may follow; 0 when it may now. */
  readonly waitMs: number;
  /** Milliseconds until the bucket is full again. */
  readonly resetMs: number;
  /** When that is, in epoch milliseconds: all there is to remember of it. */
  readonly fullAt: number;
};

/**
 * Takes one token. A bucket is kept as the time at which it is full again (the generic cell rate algorithm), so one
 * number describes it, a full one need not be kept, and nothing has to run to fill it. A refusal takes nothing.
 * @param fullAt as returned last time; undefined for a full bucket
 */
export function takeToken(fullAt: number | undefined, now: number, { burst, perMinute }: BucketRate): Bucket {
  const tokenMs = 60_000 / perMinute;
  const room = burst * tokenMs;
  // After the clock jumped back a bucket is at worst empty, never in debt for the length of the jump.
  const from = Math.min(Math.max(fullAt ?? now, now), now + room);
  const next = from + tokenMs;
  const isAllowed = next - now <= room + 1e-6;
  const filled = isAllowed ? next : from;
  const remaining = Math.max(0, Math.floor((room - (filled - now)) / tokenMs + 1e-6));
  const waitMs = remaining > 0 ? 0 : Math.max(0, filled + tokenMs - now - room);
  return { isAllowed, remaining, waitMs, resetMs: filled - now, fullAt: filled };
}
