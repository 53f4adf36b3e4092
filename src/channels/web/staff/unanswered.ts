import type { LoggedAnswer } from '../../../storage/store.js';

/** One question that was asked, in whatever spacing and punctuation. */
export type Group = {
  /** As asked last, masked. */
  readonly question: string;
  readonly times: number;
  readonly missing: readonly string[];
  /** Epoch ms. */
  readonly last: number;
};

/** Groups what the plan did not answer by question, the most frequent first, then the latest. Refusals for other reasons are left out. */
export function groupUnanswered(answers: readonly LoggedAnswer[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { question, missing, at, outcome, reason } of answers) {
    if (outcome === 'refused' && reason !== 'not_in_plan') continue;
    const key = question.normalize('NFKC').replace(/[\s\p{P}]/gu, '');
    const known = groups.get(key);
    groups.set(key, {
      question: known && known.last > at ? known.question : question,
      times: (known?.times ?? 0) + 1,
      missing: [...new Set([...(known?.missing ?? []), ...missing])],
      last: Math.max(known?.last ?? 0, at),
    });
  }
  return [...groups.values()].toSorted((a, b) => b.times - a.times || b.last - a.last);
}
