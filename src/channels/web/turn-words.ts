import type { AnswerObject } from '../api/answer-object.js';
import type { Words } from './words.js';

/** The wording the page's script needs as well as the server. */
export type TurnWords = Pick<Words, 'ask' | 'answer' | 'feedback' | 'site' | 'source' | 'read'>;

/** Fills the slots of a line, e.g. {clause}. */
export function fillLine(line: string, slots: Readonly<Record<string, string | number>>): string {
  return line.replace(/\{(\w+)\}/gu, (_, name: string) => String(slots[name] ?? ''));
}

export function clauseName(number: number, { site }: Pick<Words, 'site'>): string {
  return number === 0 ? site.front : fillLine(site.clause, { number });
}

/** The outcome in a word or two. The plan's silence and a request that is declined are different things. */
export function verdictOf(
  { outcome, reason }: Pick<AnswerObject, 'outcome'> & { readonly reason: string | null },
  { answer }: Pick<Words, 'answer'>,
): string {
  const isSilence = reason === null || reason === 'not_in_plan' || reason === 'off_topic';
  return isSilence ? answer[outcome] : answer.declined;
}

export function missingOf(missing: readonly string[], { answer }: Pick<Words, 'answer'>): string {
  return fillLine(answer.missing, { missing: missing.join('、') });
}

/** The label that an answer with a model's sentences begins with, on every copy too. Empty for the plan's own words. */
export function labelOf({ segments, mode }: Pick<AnswerObject, 'segments' | 'mode'>): string {
  return mode === 'generated' ? (segments[0]?.text.trim() ?? '') : '';
}

/** Where the words come from, and that they are the plan's own when they are; a copy carries it too. */
export function provenanceOf(
  { policy, mode }: Pick<AnswerObject, 'policy' | 'mode'>,
  { answer }: Pick<Words, 'answer'>,
): string {
  const slots = { number: policy.documentNumber, date: chineseDate(policy.issuedOn) };
  const label = mode === 'generated' ? '' : `${answer.label}。`;
  return `${label}${fillLine(answer.provenance, slots)}`;
}

/** 2024-12-05 → 2024年12月5日 */
export function chineseDate(iso: string): string {
  const [year, month, day] = iso.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}
