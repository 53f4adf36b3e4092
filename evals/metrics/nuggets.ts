import type { Nugget } from '../cases.js';
import { squeeze } from './citations.js';
import { quantities } from './numbers.js';
import { foldedPattern } from './pattern.js';

export type Assignment = 'support' | 'partial_support' | 'not_support';

/** Whether a text holds a fact. Half of an `all`, or `near` words that stand apart, is partial support. */
export function assign({ match }: Pick<Nugget, 'match'>, text: string): Assignment {
  const said = squeeze(text);
  const has = (words: string) => said.includes(squeeze(words));
  const verdicts: Assignment[] = [];
  if (match.all !== undefined) {
    const found = match.all.filter(has).length;
    verdicts.push(found === match.all.length ? 'support' : found > 0 ? 'partial_support' : 'not_support');
  }
  if (match.any !== undefined) verdicts.push(match.any.some(has) ? 'support' : 'not_support');
  if (match.near !== undefined) verdicts.push(nearness(match.near.words.map(squeeze), match.near.within, said)); // prettier-ignore
  if (match.regex !== undefined) verdicts.push(foldedPattern(match.regex).test(said) ? 'support' : 'not_support'); // prettier-ignore
  if (match.number !== undefined) {
    const { value, unit, comparator } = match.number;
    const same = quantities(text).filter((one) => one.value === value && one.unit === unit);
    const isWhole = same.some((one) => comparator === undefined || one.comparator === comparator);
    verdicts.push(isWhole ? 'support' : same.length > 0 ? 'partial_support' : 'not_support');
  }
  if (verdicts.includes('not_support')) return verdicts.includes('support') ? 'partial_support' : 'not_support'; // prettier-ignore
  return verdicts.includes('partial_support') ? 'partial_support' : 'support';
}

/** Near is when, from the end of whichever word stands first, the last one ends within so many characters; the order listed is nothing. */
function nearness(words: readonly string[], within: number, text: string): Assignment {
  if (!words.every((word) => text.includes(word))) return words.some((word) => text.includes(word)) ? 'partial_support' : 'not_support'; // prettier-ignore
  for (const first of words) {
    for (let at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
      const after = text.slice(at, at + first.length + within);
      if (words.every((word) => after.includes(word))) return 'support';
    }
  }
  return 'partial_support';
}

/** AutoNuggetizer's four shares; null where a case has no such nuggets. */
export type NuggetRecall = {
  readonly strictVital: number | null;
  readonly strictAll: number | null;
  readonly vital: number | null;
  readonly all: number | null;
};

export function nuggetRecall(nuggets: readonly Nugget[], text: string): NuggetRecall {
  const assigned = nuggets.map((nugget) => ({ nugget, verdict: assign(nugget, text) }));
  const vital = assigned.filter(({ nugget }) => nugget.importance === 'vital');
  const share = (rows: typeof assigned, half: number) =>
    rows.length === 0
      ? null
      : rows.reduce((sum, { verdict }) => sum + (verdict === 'support' ? 1 : verdict === 'partial_support' ? half : 0), 0) / rows.length; // prettier-ignore
  return { strictVital: share(vital, 0), strictAll: share(assigned, 0), vital: share(vital, 0.5), all: share(assigned, 0.5) }; // prettier-ignore
}
