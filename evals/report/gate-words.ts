import type { Policy } from '../../src/domain/policy.js';
import type { GateResult } from '../gate.js';
import { metricWords } from './metric-words.js';
import { sliceWords, TYPE } from './words.js';

type Rule = readonly [RegExp, (...groups: string[]) => string];

const DETAILS: readonly Rule[] = [
  [/^no case asks for it$/u, () => '没有涉及此项的用例'],
  [/^0 of (\d+), at most (\S+) % with 95 % confidence$/u, (n, most) => `${n} 题中 0 题；有 95% 把握不超过 ${most}%`],
  [/^(\d+) of (\d+)$/u, (count, n) => `${n} 题中 ${count} 题`],
  [/^(\S+) (\[.+\]), n=(\d+)$/u, (value, interval, n) => `${value}，95% 区间 ${interval}，${n} 题`],
  [/^(\S+), n=(\d+)$/u, (value, n) => (n === '0' ? `${value}` : `${value}，${n} 题`)],
  [/^fixed: (.+); broken: (.+); p=(\S+)$/u, (fixed, broken, p) => `改对：${none(fixed)}；改错：${none(broken)}；p = ${p}`],
  [/^gone: (.+); changed: (.+); accept.*$/u, (gone, changed) => `缺少：${none(gone)}；改动：${none(changed)}；如属有意，请另作一次提交并加 --accept`],
  [/^(\d+) cases$/u, (n) => `${n} 题`],
  [/^none$/u, () => '无'],
]; // prettier-ignore

/** A gate in Chinese. What gate.ts says in words not known here is left in English. */
export function gateWords(
  { name, detail }: GateResult,
  policy: Policy,
): { readonly name: string; readonly detail: string } {
  return { name: translate(name, names(policy)), detail: translate(detail, DETAILS) };
}

function names(policy: Policy): readonly Rule[] {
  return [
    [/^(.+) never$/u, (metric) => `${figureWord(metric, policy)}为零`],
    [/^(.+) always$/u, (metric) => `${figureWord(metric, policy)}为百分之百`],
    [/^(.+) ≥ (\S+)$/u, (metric, bound) => `${figureWord(metric, policy)}不低于 ${bound}`],
    [/^(.+) ≤ (\S+)$/u, (metric, bound) => `${figureWord(metric, policy)}不高于 ${bound}`],
    [/^Same plan as the baseline$/u, () => '方案文本与基线相同'],
    [/^No case dropped or changed$/u, () => '没有删改用例'],
    [/^No regression$/u, () => '没有显著退步'],
    [/^Fewer than (\d+) broken of (.+)$/u, (most, types) => `改错少于 ${most} 题：${typeWords(types)}`],
    [/^(.+)$/u, (metric) => figureWord(metric, policy)],
  ];
}

function translate(text: string, rules: readonly Rule[]): string {
  for (const [pattern, words] of rules) {
    const match = pattern.exec(text);
    if (match) return words(...match.slice(1));
  }
  return text;
}

function figureWord(name = '', policy: Policy): string {
  if (!name.includes(': ')) return metricWords(name).name;
  const { cut, name: own } = sliceWords(name, policy);
  return `严格准确率（${cut}：${own}）`;
}

function typeWords(list = ''): string {
  const words: Readonly<Record<string, string>> = TYPE;
  return list.split(', ').map((type) => words[type] ?? type).join('、'); // prettier-ignore
}

function none(ids = ''): string {
  return ids === 'none' ? '无' : ids;
}
