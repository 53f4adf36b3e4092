import { describe, expect, test } from 'vitest';
import { findPersonalData, maskPersonalData } from '../../src/domain/personal-data.js';
import { hasIdChecksum, hasLuhnChecksum } from '../../src/domain/personal-numbers.js';
import { DISGUISES, VALUES } from '../support/personal-values.js';
import { publishedPlan, readPolicy } from '../support/policies.js';
import { seeded } from '../support/seeded.js';

const plan = readPolicy(publishedPlan());
const AROUND = [
  ['我的号码是', '，孩子能上公办学校吗'],
  ['', ' 请问怎么落户'],
  ['我在苏州打工3年了，联系我：', '。想问医保'],
  ['2024年12月5日的文件，第6条。', ''],
] as const;

/** Whether everything that shows of a value lies within what was found. */
function isCovered(question: string, start: number, end: number): boolean {
  const found = findPersonalData(question);
  for (let at = start; at < end; at += 1) {
    const isSeen = /[\p{L}\p{N}]/u.test(question[at] ?? '');
    if (isSeen && !found.some((one) => one.start <= at && at < one.end)) return false;
  }
  return true;
}

function missedOf(
  count: number,
  types: readonly string[],
  disguises: readonly string[],
  seed: number,
): string[] {
  const random = seeded(seed);
  const missed: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const type = types[i % types.length] ?? '';
    const disguise = random.pick(disguises);
    const value = VALUES[type]?.(random) ?? '';
    const written = DISGUISES[disguise]?.(value, random) ?? value;
    const [before, after] = random.pick(AROUND);
    const question = before + written + after;
    if (!isCovered(question, before.length, before.length + written.length))
      missed.push(`${type} ${disguise}: ${written}`);
  }
  return missed;
}

describe('of 5,000 questions with personal data', () => {
  test('at most 0.5 % of 2,000 plain ones with numbers and addresses are missed', () => {
    expect(missedOf(2000, ['mobile', 'id', 'bank', 'email'], ['plain'], 1).slice(10)).toEqual([]);
  });

  test('at most 5 % of 3,000 in eight kinds and twelve disguises are missed', () => {
    const missed = missedOf(3000, Object.keys(VALUES), Object.keys(DISGUISES), 2);
    expect(missed.slice(150)).toEqual([]);
  });
});

test('at most 2 of 2,000 questions made of the plan’s sentences and numbers are masked', () => {
  const random = seeded(3);
  const sentences = plan.clauses.flatMap(({ text, sentences }) =>
    sentences.map(({ start, end }) => text.slice(start, end)),
  );
  const numbers = [
    ...[
      '12345',
      '苏政发〔2024〕102号',
      '国办发〔2020〕53号',
      '2024年',
      '2024-2029年',
      '90%以上',
      '2025年底前',
      '2000年底前',
    ],
    ...[
      '4万个',
      '1.5亿',
      '3+3',
      '110、119、120、122',
      '二〇二五年',
      '2024-12-05',
      '2024.12.05',
      '1984-1-1 12345',
    ],
    ...[
      '一二三产业',
      '第13、14、15、16、17、2条',
      '第13,14,15,16,17,18条',
      '1,000,000元',
      '10000 13.5 2024',
      '400-820-8820',
    ],
    ...[
      '1998-2000 2024',
      '第一二三四五六条',
      '2024 2025 2026',
      '18-60周岁',
      '1-24条',
      '五年内',
      '12333',
      '96 2024 102',
      'GB 11643-1999',
    ],
  ];
  const asks = ['是什么意思', '怎么办理', '说的是谁', '依据第几条', '？'];
  const part = () =>
    random.pick([
      random.pick(numbers),
      random.pick(sentences).slice(0, 40 + random.below(200)),
      String(random.below(100_000)),
    ]);
  const questions = Array.from({ length: 2000 }, () => {
    const joint = random.pick(['。', ' ', '，', '和', '-', '、']);
    return [part(), random.pick(numbers), part()].join(joint) + random.pick(asks);
  });
  const masked = questions.filter((question) => maskPersonalData(question).found.length > 0);
  expect(masked.slice(2)).toEqual([]);
});

test('the published text itself is left as it is', () => {
  expect(maskPersonalData(plan.text).text).toBe(plan.text);
});

test.each([
  ['电话83301234，请回电', '电话〔电话号码〕，请回电'],
  ['13800138000 13900139000', '〔手机号〕 〔手机号〕'],
  ['+86 138-0013-8000', '〔手机号〕'],
  ['身份证11010519491231002X', '身份证〔身份证号〕'],
  ['身份证110105194912310021', '身份证〔身份证号〕'],
  ['老证 320102491231002', '老证 〔身份证号〕'],
  ['苏政发〔2024〕102号、12345', '苏政发〔2024〕102号、12345'],
  ['8613800138000', '〔手机号〕'],
  ['微信13800138000abc', '微信〔手机号〕abc'],
  ['❶❸❽⓿⓿❶❸❽⓿⓿⓿', '〔手机号〕'],
  ['١٣٨٠٠١٣٨٠٠٠', '〔手机号〕'],
  ['电话：13800138000转801', '电话：〔手机号〕转801'],
  ['张三@qq.com', '张〔邮箱〕'],
  ['拨打 025-12345', '拨打 025-12345'],
  ['已经是〔手机号〕了', '已经是〔手机号〕了'],
  ['有两个，二13800138000', '有两个，二〔手机号〕'],
])('%s becomes %s', (text, masked) => {
  expect(maskPersonalData(text).text).toBe(masked);
});

test('checksums are those of GB 11643 and of bank cards', () => {
  expect(['11010519491231002X', '440524188001010014', '110105194912310021'].map(hasIdChecksum)).toEqual([
    true,
    true,
    false,
  ]);
  expect([hasLuhnChecksum('4111111111111111'), hasLuhnChecksum('4111111111111112')]).toEqual([true, false]);
});
