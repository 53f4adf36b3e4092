import { expect, test } from 'vitest';
import { askedThing } from '../../src/answering/asked-thing.js';
import type { Asks } from '../../src/retrieval/question-data.js';
import { fold } from '../../src/retrieval/fold.js';
import { readingOf } from './readings.js';

test.each<[Asks, string[]]>([
  ['amount', ['摊位费多少钱', '租金标准', '每月补多少', '奖励金额是多少', '要交几千元']],
  ['documents', ['要带什么证件', '需要哪些材料', '材料清单', '办这个要啥证明']],
  ['contact', ['联系方式', '打哪个电话', '咨询电话是多少', '找谁联系']],
  ['when', ['哪年能修好', '何时开工', '什么时候通车', '时间节点', '啥时候办完', '什麼時候開始']],
  ['duration', ['要多久', '几天能办下来', '办理时限', '多长时间']],
  ['ratio', ['百分之几', '投诉率是多少', '占比', '通达率目标值', '比例达到多少']],
  ['count', ['多少个摊位', '要建几座', '招多少名', '数量']],
  ['list', ['名单', '都有谁', '是哪几家企业']],
  ['how', ['申请流程', '怎么申请', '办理的步骤', '怎么报名']],
])('the words of a question say that it asks for %s', (asks, questions) => {
  for (const question of questions) {
    const { asked, certainty } = askedThing(fold(question), readingOf({ asks: 'what' }));
    expect([question, asked, certainty]).toEqual([question, asks, 1]);
  }
});

test.each(['补贴金额会不会公开', '哪一年的房子能不能改', '名单有没有公布'])(
  'what comes last is what is asked: %s',
  (question) => {
    expect(askedThing(question, readingOf({ asks: 'whether', certainty: 0.7 }))).toEqual({
      asked: 'whether',
      certainty: 0.7,
    });
  },
);

test('where the words say nothing, the likeliest of the model is taken with its probability', () => {
  expect(askedThing('夜市灯光', readingOf({ asks: 'where', certainty: 0.4 }))).toEqual({
    asked: 'where',
    certainty: 0.4,
  });
});
