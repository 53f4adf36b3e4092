import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelError } from './model-error.js';

const TRIES = 2;
// A second try with less left would end in a timeout, after which the offline answer is no earlier.
const LEAST_REMAINING_MS = 3000;
// A server that names a longer wait is not waited for; the breaker opens instead.
const LONGEST_WAIT_MS = 2000;
const JITTER_MS = [200, 800] as const;

/** How long to wait before trying again, or nothing when that is not to be done. */
export function retryDelay(
  error: ModelError,
  tries: number,
  isDelivered: boolean,
  remainingMs: number,
): number | undefined {
  const isPassing = error.fault === 'model_unavailable' || error.fault === 'model_busy';
  if (!isPassing || isDelivered || tries >= TRIES) return undefined;
  const [least, most] = JITTER_MS;
  const jittered = least + Math.random() * (most - least);
  const wait = Math.max(error.retryAfterMs ?? 0, jittered);
  if (wait > LONGEST_WAIT_MS || remainingMs - wait < LEAST_REMAINING_MS) return undefined;
  return wait;
}

/** @throws the reason of the signal */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
