import { seeded } from '../../support/seeded.js';

/** Ordinary questions that the plan answers, wholly or in part. */
export const QUESTIONS = [
  '公办学校就读比例是多少',
  '保障房一平米多少钱',
  '异地就医怎么结算',
  '老旧小区改造有什么目标',
  '灵活就业能交公积金吗',
  '骑手受伤了有没有保障',
  '进城落户后老家的承包地怎么办',
  '外来务工人员能申请公租房吗',
  '农民工就业培训有什么安排',
  '放开落户限制有哪些规定',
] as const;

const ASKED = 500;
const DIFFERENT = 120;
const ENDINGS = [
  '',
  '？',
  '呢',
  '吗',
  '，请问',
  '，谢谢',
  '啊',
  '，说说看',
  '，麻烦了',
  '，急',
  '，在线等',
  '，求解答',
];

/** 500 questions out of 120, the nth as often as 1/n: as people ask. */
export function repeatedMix(): string[] {
  const random = seeded(11);
  const different = Array.from({ length: DIFFERENT }, (_, i) => `${QUESTIONS[i % QUESTIONS.length] ?? ''}${ENDINGS[Math.floor(i / QUESTIONS.length)] ?? ''}`); // prettier-ignore
  const weights = different.map((_, i) => 1 / (i + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Array.from({ length: ASKED }, () => {
    let left = (random.below(1_000_000) / 1_000_000) * total;
    const at = weights.findIndex((weight) => (left -= weight) < 0);
    return different[at < 0 ? 0 : at] ?? '';
  });
}
