import { fork } from 'node:child_process';
import { join } from 'node:path';

export type Plan = {
  readonly port: number;
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  /** How many people they come from, in turn. */
  readonly clients: number;
  readonly seed: number;
  /** Who waits longer gives up, in milliseconds. */
  readonly patienceMs?: number;
  /** All from this one instead. */
  readonly client?: string;
};

/** One request; times in milliseconds. Status 0 is a connection that broke. */
export type Sample = {
  /** When it was due, from the beginning. */
  readonly due: number;
  /** From then until the answer was there. */
  readonly ms: number;
  /** How late the generator was itself. */
  readonly late: number;
  readonly status: number;
  readonly hasRetryAfter: boolean;
  /** When it was over, in epoch milliseconds, to compare generators by. */
  readonly endedAt: number;
};

/** Runs a plan in a process of its own. */
export function generate(plan: Plan): Promise<readonly Sample[]> {
  return runProgram<readonly Sample[]>('generator.ts', plan);
}

/** Runs a program beside this one with a message, and returns the one it sends back. */
export function runProgram<Result>(file: string, message: object): Promise<Result> {
  const child = fork(join(import.meta.dirname, file), { execArgv: ['--import', 'tsx'] });
  return new Promise((resolve, reject) => {
    child.once('message', (result) => resolve(result as Result));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} and no result`)));
    child.send(message);
  });
}

export type Summary = {
  readonly count: number;
  readonly ok: number;
  readonly shed: number;
  readonly limited: number;
  readonly other: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly lateP99: number;
};

export function summarize(samples: readonly Sample[], fromMs = 0): Summary {
  const counted = samples.filter(({ due }) => due >= fromMs);
  const having = (...statuses: readonly number[]) =>
    counted.filter(({ status }) => statuses.includes(status)).length;
  const times = counted.filter(({ status }) => status === 200).map(({ ms }) => ms);
  const [ok, shed, limited] = [having(200), having(503), having(429)];
  return {
    ...{ count: counted.length, ok, shed, limited, other: counted.length - ok - shed - limited },
    ...{ p50: percentile(times, 0.5), p95: percentile(times, 0.95), p99: percentile(times, 0.99) },
    ...{
      max: percentile(times, 1),
      lateP99: percentile(
        counted.map(({ late }) => late),
        0.99,
      ),
    },
  };
}

function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

export function show({ count, ok, shed, limited, other, p50, p95, p99, max, lateP99 }: Summary): string {
  const ms = [p50, p95, p99, max].map((value) => value.toFixed(1)).join('/');
  const refused = [
    shed > 0 ? `${shed} shed` : '',
    limited > 0 ? `${limited} × 429` : '',
    other > 0 ? `${other} failed` : '',
  ];
  const parts = [`${ok}/${count} answered`, ...refused.filter((part) => part !== '')];
  return `${parts.join(', ')}; p50/p95/p99/max ${ms} ms (generator late by ${lateP99.toFixed(1)} ms at p99)`;
}
