import { resolve, type Memory } from '../conversation/resolve.js';
import type { Message } from '../conversation/message.js';
import { fold } from '../retrieval/fold.js';
import type { Names } from './named.js';

/** Which policies a question is put to. */
export type Scope =
  | { readonly kind: 'plan' }
  /** The best of these: one that was named, or all of a place. */
  | { readonly kind: 'of'; readonly ids: readonly string[] }
  /** Each of these groups, side by side. */
  | { readonly kind: 'compare'; readonly groups: readonly (readonly string[])[] }
  | { readonly kind: 'all' };

const PLAN: Scope = { kind: 'plan' };
// More would be no comparison any more, but a pile.
const MOST_COMPARED = 4;
/** The plan as people name it beside another policy. */
export const PLAN_WORDS =
  /省(?:里|级|政府)?的?(?:方案|计划|实施方案|文件|规定|要求|政策)|(?:全省|江苏省?|苏政发.{0,8}102号?)(?:的)?(?:新型城镇化)?(?:方案|计划|实施方案|文件|规定|要求|政策)?|102号文?|省里/u;
const ALL =
  /(?:其他|其它|别的|所有|全部|各份|库里|文件库|政策库)(?:的)?[^,，。?？]{0,4}(?:文件|政策)|哪(?:些|几|一)?[个份]?(?:政策)?文件(?:里|中)?(?:提到|规定|写|讲|说|涉及)/u;

/** The policies that a question itself names; undefined when it names none. */
function scopeOfQuestion(question: string, names: Names, plan: string): Scope | undefined {
  const others = names.find(question).filter((ids) => ids[0] !== plan);
  if (others.length === 0) return ALL.test(fold(question)) ? { kind: 'all' } : undefined;
  const isPlanNamed = PLAN_WORDS.test(fold(question));
  const groups = [...(isPlanNamed ? [[plan]] : []), ...others].slice(0, MOST_COMPARED);
  return groups.length > 1 ? { kind: 'compare', groups } : { kind: 'of', ids: others[0] ?? [] };
}

/**
 * The scope of the last message: what it names, else that of the turn before when it leans on it, else the plan. So a question to the plan
 * is answered as if there were no library, whatever was talked about before.
 */
export function scopeOf(
  messages: readonly Message[],
  names: Names,
  plan: string,
  memoryOf: (ids: readonly string[]) => Memory,
): Scope {
  let scope: Scope = PLAN;
  const before: Message[] = [];
  for (const { role, content } of messages) {
    if (role !== 'user') continue;
    const own = scopeOfQuestion(content, names, plan);
    if (own !== undefined) {
      scope = own;
      before.length = 0;
    } else if (scope.kind !== 'plan' && !leans(content, before, scope, memoryOf)) {
      scope = PLAN;
    }
    before.push({ role, content });
  }
  return scope;
}

function leans(
  content: string,
  before: readonly Message[],
  scope: Scope,
  memoryOf: (ids: readonly string[]) => Memory,
): boolean {
  if (scope.kind !== 'of') return false; // a comparison is asked anew, in full
  return resolve(content, before, memoryOf(scope.ids)).interpretedAs !== null;
}
