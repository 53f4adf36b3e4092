import { join } from 'node:path';
import { createAssistant } from '../../../src/assistant.js';
import type { Message } from '../../../src/conversation/message.js';
import { planQuestions } from '../../support/plan-questions.js';
import { percentile, spread } from '../rounds.js';
import { atMost, type BenchOptions, type Section } from '../section.js';

const ROOT = join(import.meta.dirname, '../../..');
// Enough that the slowest twentieth is told from ten calls or more.
const CALLS = 240;

const user = (content: string): Message => ({ role: 'user', content });
const alone = (...questions: readonly string[]) => questions.map((question) => [user(question)]);
const after = (first: string, ...next: readonly string[]) =>
  next.map((one) => [user(first), { role: 'assistant', content: '好的' } as const, user(one)]);

// Made from every sentence of the plan: more than are kept in memory, so that each is read anew.
const TOPICS = planQuestions().slice(10);

const KINDS: Readonly<Record<string, readonly (readonly Message[])[]>> = {
  structure: alone('第9条', '第6条原文', '目录', '第1部分包含几条措施', '第20条讲的什么', '文号是多少'),
  list: alone('方案一共定了哪些数字目标', '哪些条提到居住证', '所有的期限有哪些', '提到县城的有哪几条'),
  topic: alone('公办学校就读比例是多少', '异地就医怎么结算', '开网约车出了事有没有保障', '老旧小区改造有什么目标', '燃气管道要改造多少', '进城落户有什么条件', '农民工工资被拖欠怎么办', '都市圈通勤怎么改善', ...TOPICS), // prettier-ignore
  'follow-up': [
    ...after('公办学校就读比例是多少', '那具体怎么规定的', '那民办的呢', '原文是什么'),
    ...after('老旧小区改造有什么目标', '那具体怎么规定的', '什么时候完成', '谁来管'),
    ...TOPICS.flatMap((topic) => after(topic, '那具体怎么规定的')),
  ],
  refusal: alone('明天天气怎么样', '帮我写一首诗', '南京地铁几点停运', '保障房一平米多少钱', '股票能买吗', '怎么办护照'), // prettier-ignore
};

/** How long an answer takes in the process, by kind of question, on the plan, warm. */
export async function answers({ rounds, say }: BenchOptions): Promise<Section> {
  say('answers: five kinds of questions');
  const assistant = await createAssistant(ROOT, join(ROOT, '.data'));
  for (const questions of Object.values(KINDS)) for (const one of questions) await assistant.ask(one);
  const all: number[] = [];
  const times = new Map(Object.keys(KINDS).map((kind) => [kind, { wall: [] as number[], cpu: [] as number[], rounds: [] as number[] }])); // prettier-ignore
  const asked: Record<string, number> = {};
  for (let round = 0; round < rounds; round += 1) {
    const own = new Map(Object.keys(KINDS).map((kind) => [kind, [] as number[]]));
    for (let i = 0; i < Math.ceil(CALLS / rounds); i += 1) {
      // Kinds alternate, so that no question comes again before what was read of it is forgotten.
      for (const [kind, questions] of Object.entries(KINDS)) {
        const messages = questions[asked[kind] ?? 0] ?? [];
        asked[kind] = ((asked[kind] ?? 0) + 1) % questions.length;
        const [cpu, begun] = [process.cpuUsage(), performance.now()];
        await assistant.ask(messages);
        own.get(kind)?.push(performance.now() - begun);
        const { user: inUser, system } = process.cpuUsage(cpu);
        times.get(kind)?.cpu.push((inUser + system) / 1000);
      }
    }
    for (const [kind, walls] of own) {
      all.push(...walls);
      times.get(kind)?.wall.push(...walls);
      times.get(kind)?.rounds.push(percentile(walls, 0.5));
    }
  }
  const rows = [...times].map(([kind, { wall, cpu, rounds }]) => {
    const { low, high } = spread(rounds);
    return [kind, wall.length, percentile(wall, 0.5), `${low.toFixed(2)}–${high.toFixed(2)}`, percentile(wall, 0.95), percentile(cpu, 0.5), percentile(cpu, 0.95)]; // prettier-ignore
  });
  const worst = Math.max(...[...times.values()].map(({ wall }) => percentile(wall, 0.95)));
  return {
    name: 'answers',
    columns: ['kind', 'asked', 'p50 ms', 'middle half of rounds', 'p95 ms', 'p50 ms of processor', 'p95 ms of processor'], // prettier-ignore
    rows,
    goals: [
      atMost('in-process answer, all kinds, p50', percentile(all, 0.5), 3, ' ms'),
      atMost('in-process answer, all kinds, p95', percentile(all, 0.95), 15, ' ms'),
      atMost('in-process answer, slowest kind, p95', worst, 15, ' ms'),
    ],
    notes: [`${TOPICS.length} questions made from the plan’s sentences and ${Object.values(KINDS).flat().length - 2 * TOPICS.length} written ones; none is asked again before what was read of it is forgotten.`, 'Processor time is what remains comparable when others use the machine; wall time holds their turns too.'], // prettier-ignore
    curves: [],
  };
}
