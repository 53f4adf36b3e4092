import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { takeToken } from '../../src/domain/token-bucket.js';

const rates = fc.record({
  burst: fc.integer({ min: 1, max: 60 }),
  perMinute: fc.integer({ min: 1, max: 600 }),
});

/** Takes at each of the times. @returns which were allowed */
function takeAt(times: readonly number[], rate: { burst: number; perMinute: number }): boolean[] {
  let fullAt: number | undefined;
  return times.map((now) => {
    const bucket = takeToken(fullAt, now, rate);
    ({ fullAt } = bucket);
    return bucket.isAllowed;
  });
}

describe('a bucket', () => {
  test('gives its burst at once and then nothing', () => {
    fc.assert(
      fc.property(rates, (rate) => {
        const allowed = takeAt(
          Array.from({ length: rate.burst + 3 }, () => 5000),
          rate,
        );
        expect(allowed.filter(Boolean)).toHaveLength(rate.burst);
        expect(allowed.slice(0, rate.burst)).not.toContain(false);
      }),
    );
  });

  test('never gives more in any stretch of time than its burst and what came back in it', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(rates, steps, (rate, waits) => {
        let now = 0;
        const times = waits.map((wait) => (now += wait));
        const allowed = takeAt(times, rate);
        const given = times.filter((_, i) => allowed[i]);
        for (const [i, from] of given.entries()) {
          for (let j = i; j < given.length; j += 1) {
            const most = rate.burst + (((given[j] ?? 0) - from) * rate.perMinute) / 60_000;
            expect(j - i + 1).toBeLessThanOrEqual(most + 1e-6);
          }
        }
      }),
    );
  });

  test('gives one more after the wait it names, and not a millisecond sooner', () => {
    fc.assert(
      fc.property(rates, (rate) => {
        let bucket = takeToken(undefined, 0, rate);
        while (bucket.isAllowed) bucket = takeToken(bucket.fullAt, 0, rate);
        expect(takeToken(bucket.fullAt, bucket.waitMs + 0.01, rate).isAllowed).toBe(true);
        expect(takeToken(bucket.fullAt, bucket.waitMs - 1, rate).isAllowed).toBe(false);
      }),
    );
  });

  test('says how many are left and when all will be back', () => {
    const rate = { burst: 3, perMinute: 60 };
    expect(takeToken(undefined, 0, rate)).toMatchObject({ remaining: 2, waitMs: 0, resetMs: 1000 });
    expect(takeToken(3000, 0, rate)).toMatchObject({
      isAllowed: false,
      remaining: 0,
      waitMs: 1000,
      resetMs: 3000,
    });
  });

  test('is at worst empty after the clock jumped back an hour', () => {
    const rate = { burst: 5, perMinute: 60 };
    expect(takeToken(3_600_000, 0, rate)).toMatchObject({ isAllowed: false, waitMs: 1000 });
  });
});
