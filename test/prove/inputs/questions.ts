import type { Policy } from '../../../src/domain/policy.js';
import type { seeded } from '../../support/seeded.js';

// Written here, not taken from the corpus or the cases: what is proved must not be what was trained on.
const TEMPLATES = [
  '{term}是怎么规定的',
  '方案对{term}说了什么',
  '{term}有什么目标',
  '{term}要到什么时候',
  '{term}由谁负责',
  '我想问一下{term}',
  '关于{term}，有没有具体数字',
  '{term}多少钱',
  '怎么申请{term}',
  '{term}需要哪些材料',
  '{term}是第几条',
  '哪些条款提到{term}',
  '请问{term}和{other}分别怎么说',
  '{term}比例是多少',
  '农民工能享受{term}吗',
  '为什么要{term}',
  '{term}在苏北怎么搞',
  '听说{term}取消了，是真的吗',
  '{term}',
  '{term}呢',
];
const ORDER = ['第{n}条原文', '第{n}条第{m}句', '第{m}部分包含几条', '第{n}条属于哪个部分', '第{n}条的下一条', '第{n}条讲了{term}吗', '一共多少条', '方案有哪些数字目标', '文号是什么', '什么时候印发的', '有效期到哪年']; // prettier-ignore
const SHORTEST = 4;
const LONGEST = 14;

export type Random = ReturnType<typeof seeded>;

/** The plan's own expressions: titles, and parts of sentences of a few characters. */
function termsOf(policy: Policy): string[] {
  const parts = policy.clauses.flatMap(({ title, text }) => [title, ...text.split(/[^\p{L}\p{N}]+/u)]);
  return [...new Set(parts)].filter(({ length }) => length >= SHORTEST && length <= LONGEST);
}

/** Questions made of templates and the plan's terms, the same for the same seed. */
export function questionMaker(policy: Policy, random: Random): () => string {
  const terms = termsOf(policy);
  return () => {
    const template = random.below(5) === 0 ? random.pick(ORDER) : random.pick(TEMPLATES);
    return template
      .replace('{term}', random.pick(terms))
      .replace('{other}', random.pick(terms))
      .replace('{n}', String(random.below(30)))
      .replace('{m}', String(1 + random.below(8)));
  };
}

/** Anything that fits into a question: bytes, code points of every plane, lone surrogates, pieces of the plan in any order. */
export function noiseMaker(policy: Policy, random: Random): () => string {
  const text = [...policy.text];
  const makers: readonly (() => string)[] = [
    () => random.digits(1 + random.below(40)),
    () => repeat(1 + random.below(60), () => String.fromCharCode(random.below(0x80))),
    () => repeat(1 + random.below(60), () => String.fromCodePoint(0x4e00 + random.below(0x51a6))),
    () => repeat(1 + random.below(60), () => String.fromCodePoint(random.below(0x110000))),
    () => repeat(1 + random.below(60), () => String.fromCharCode(random.below(0x10000))),
    () => repeat(1 + random.below(30), () => random.pick(text)),
    () => repeat(1 + random.below(12), () => random.pick(['？', '!', '。', '…', '第', '条', '{title}', '{clause}', '「', '」', '\n'])), // prettier-ignore
    () =>
      Buffer.from(
        repeat(20, () => String.fromCharCode(random.below(256))),
        'latin1',
      ).toString('base64'),
  ];
  return () => random.pick(makers)();
}

/** Twelve letters that stand nowhere else, to find a question in an answer by. */
export function canary(random: Random): string {
  return repeat(12, () => random.pick([...'BCDFGHJKLMNPQRSTVWXZ']));
}

function repeat(count: number, make: () => string): string {
  return Array.from({ length: count }, make).join('');
}
