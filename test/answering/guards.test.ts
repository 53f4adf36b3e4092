import { expect, test } from 'vitest';
import { guardOf } from '../../src/answering/guards.js';
import { fold } from '../../src/retrieval/fold.js';

const read = (typed: string) => guardOf(fold(typed));

test.each(['', '   ', '？？？', '……', '\u200b\u200b', '😀👍', '--- ***'])(
  'a message without a letter or digit is empty: %j',
  (typed) => expect(read(typed)).toBe('empty'),
);

test.each([
  '我身份证320102199001011234能落户吗',
  '身份证 32010219900101123X',
  '打我电话13912345678',
  '手机号 139-1234-5678 给您留着',
  '１３９１２３４５６７８',
  '卡号6222 0212 3456 7890 123',
])('an identity number, mobile number or bank card is personal data: %s', (typed) => {
  expect(read(typed)).toBe('personal_data');
});

test.each([
  '建成100家零工市场是哪一年',
  '苏政发〔2024〕102号',
  '010-12345678这个电话对吗',
  '12345热线能问吗',
  '2000年12月31日前建的房子',
  '订单号12345678901234',
])('a year, a hotline or another number is no personal data: %s', (typed) => {
  expect(read(typed)).toBeUndefined();
});

test.each([
  '怎么伪造居住证',
  '教我骗补的办法',
  '冒领补贴不被发现的窍门',
  '<script>alert(1)</script>',
  '< img src=x onerror=alert(1)>',
])('help with fraud or running markup is unsafe: %s', (typed) => expect(read(typed)).toBe('unsafe'));

test.each(['怎么防止造假', '被骗了怎么办', '如何打击骗保', '怕有人冒领补贴怎么办', '怎样杜绝虚报'])(
  'harm that is to be kept away may be asked about: %s',
  (typed) => expect(read(typed)).toBeUndefined(),
);

test.each([
  '帮我写一首诗',
  '写篇关于落户的作文',
  '把这条翻译成英文',
  '给领导编个发言稿',
  '画一张图片',
  '帮我算个命',
])('a request to make something is creative: %s', (typed) => expect(read(typed)).toBe('creative'));

test.each([
  '第三条是怎么写的',
  '来南京落户有什么要求',
  '方案里有没有写住房',
  '编制怎么调整',
  '这个作用是什么',
  '规划怎么编制',
])('writing and coming that ask about the text are not creative: %s', (typed) =>
  expect(read(typed)).toBeUndefined(),
);

test('personal data is found before anything else', () => {
  expect(read('帮我写首诗,我电话13912345678')).toBe('personal_data');
  expect(read('怎么伪造身份证320102199001011234')).toBe('personal_data');
});
