import { publishedPlan, readPolicy } from './policies.js';

const FRAMES: readonly ((words: string) => string)[] = [
  (words) => `${words}有什么规定`,
  (words) => `请问${words}是多少`,
  (words) => `${words}什么时候能办`,
];
const OF_THE_WHOLE = ['方案一共定了哪些数字目标', '第三部分包含几条措施', '第6条原文', '发文字号是什么', '哪些条款提到龙头企业', '你好', '帮我写首诗', '今天天气怎么样', '保障房一平米多少钱', '谢谢']; // prettier-ignore

/** Questions made from the plan's own words, in everyday frames: titles, parts of sentences, and questions about the whole. */
export function planQuestions(): string[] {
  const { clauses } = readPolicy(publishedPlan());
  const parts = clauses.flatMap(({ title, sentences }) => [
    title,
    ...sentences
      .filter(({ index }) => index > 0)
      .map(({ text }) => text.split(/[,，。]/u)[0]?.slice(0, 18) ?? ''),
  ]);
  return [...OF_THE_WHOLE, ...parts.map((words, i) => FRAMES[i % FRAMES.length]?.(words) ?? words)];
}
