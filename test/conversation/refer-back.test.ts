import { describe, expect, test } from 'vitest';
import { asksAgain, referBack, type Place } from '../../src/conversation/refer-back.js';

const one: Place = { clause: 3, sentence: 2 };
const two: readonly Place[] = [one, { clause: 5, sentence: 1 }];
const several: readonly Place[] = [...two, { clause: 9, sentence: 0 }];

describe('of the clause of the answer before', () => {
  test.each([
    ['它属于哪一部分', '第3条属于哪一部分'],
    ['这条标题叫什么', '第3条标题叫什么'],
    ['本条末句,一字不改', '第3条末句,一字不改'],
    ['把它末尾一句念给我,别省略', '第3条末尾一句念给我,别省略'],
    ['一共几句', '第3条一共几句'],
    ['该条原文', '第3条原文'],
    ['下一条叫什么', '第4条叫什么'],
    ['上一句', '第3条第1句'],
    ['再往下', '第3条第3句'],
    ['第2项', '第3条第2句'],
    ['再短一点,只要南京那半句', '第3条南京那半句'],
    ['还有别的飞地吗', '除了第3条还有哪些条款提到飞地'],
  ])('%s asks %s', (said, question) => {
    const words = referBack(said, [one]);
    expect(words === undefined ? words : words.replace(/把/u, '')).toBe(question);
  });

  test('nothing is asked where there was no answer', () => {
    expect(referBack('下一条', [])).toBeUndefined();
    expect(referBack('它属于哪一部分', [])).toBeUndefined();
  });

  test.each(['第7条标题叫什么', '居住证的原文怎么写的', '海绵城市在哪一部分', '前后花了多少年'])(
    'a question that names its own subject leans on none: %s',
    (said) => expect(referBack(said, [one])).toBeUndefined(),
  );
});

describe('of several things just said', () => {
  test('the first or the second is meant of two', () => {
    expect(referBack('后一项原文', two)).toBe('第5条第1句');
    expect(referBack('前者呢', two)).toBe('第3条第2句');
  });

  test('the nth is meant by its number, a title by its clause', () => {
    expect(referBack('第二个说的是什么', several)).toBe('第5条第1句');
    expect(referBack('第三个呢', several)).toBe('第9条');
    expect(referBack('第七个呢', several)).toBeUndefined();
  });

  test('less of them says nothing of which', () => {
    expect(referBack('只说南京的那部分', two)).toBeUndefined();
  });
});

test.each(['哪条写的?标题也报一下', '出处报一下', '给个出处', '不对吧我记得是百万', '你确定?网上都说是五万'])(
  'the answer before is asked for again: %s',
  (said) => expect(asksAgain(said)).toBe(true),
);

test.each(['不对,我问的是娃', '不是大人,问的是娃', '社保写在哪条', '依据什么发补贴给我们这些人'])(
  'something of its own is asked: %s',
  (said) => expect(asksAgain(said)).toBe(false),
);
