import { ablate, leaveOut, type Ranking } from '../ablation.js';
import * as context from '../context.js';
import type { Options } from '../options.js';
import { buildIndex } from '../../src/retrieval/policy-index.js';
import { say } from './say.js';

/** Prints what each signal of retrieval is worth on a set, and what remains when one set of corpus questions is left out. */
export async function measureRetrieval({ set, words }: Options): Promise<void> {
  const { policy } = await context.openAssistant();
  const data = context.corpusData();
  const cases = context.casesOf(set);
  say(`${set}: single questions, clause level\n${HEAD}`);
  for (const row of ablate(cases, policy, await buildIndex(policy, data), data)) say(lineOf(row));
  if (!words.includes('leave-out')) return;
  say(`\nleft out in turn: its own questions, then the ${set} cases\n${HEAD}`);
  await leaveOut(cases, policy, data, (held, others) => {
    say(lineOf(held));
    say(lineOf({ ...others, name: '  cases without it' }));
  });
}

const HEAD = `${''.padEnd(40)}     n   Hit@1  Hit@3  Hit@5  MRR`;

function lineOf({ name, n, hit1, hit3, hit5, mrr }: Ranking): string {
  return `${name.padEnd(40)} ${String(n).padStart(5)}   ${[hit1, hit3, hit5, mrr].map((value) => value.toFixed(3)).join('  ')}`;
}
