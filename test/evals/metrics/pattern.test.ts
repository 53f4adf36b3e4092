import { describe, expect, test } from 'vitest';
import { squeeze } from '../../../evals/metrics/citations.js';
import { foldedPattern } from '../../../evals/metrics/pattern.js';
import { isAllowed } from '../../../evals/score-case.js';
import { caseOf, recordOf, template } from '../made-up.js';

describe('a pattern fires as its author sees it:', () => {
  test.each([
    ['５０元', '每月50元'],
    ['５０元', '每月５０元'],
    ['50元', '每月５０元'],
    ['９０％', '达到90%'],
    ['免费！', '全部免费!'],
    ['是的，可以', '是的，可以'],
    ['（免费）', '（免费）'],
    ['（免费）', '(免费)'],
    ['？$', '可以吗?'],
    ['免费 领取', '免费领取'],
    ['免费　领取', '免费领取'],
    ['免费\\s+领取', '免费 领取'],
    ['免费 ?领取', '免费领取'],
    ['免费[ 　]*领取', '免费 领取'],
    ['免费\\s领取', '免费领取'],
    ['[０-９]+元', '50元'],
    ['[，。]完', '好，完'],
    ['[－～]5', '-5'],
    ['甲\\uff1b乙', '甲；乙'],
    ['甲\\u{ff1b}乙', '甲;乙'],
    ['［甲］', '[甲]'],
    ['｛2｝', '{2}'],
    ['…', '...'],
    ['一{2}二', '一一二'],
    ['\\d{2,3}\\s{0,2}元', '50元'],
    ['(?<!不)收费', '要收费'],
    ['免费 | 白送', '白送'],
  ])('%s in %s', (pattern, text) => {
    expect(foldedPattern(pattern).test(squeeze(text))).toBe(true);
  });

  test.each([
    ['（免费）', '免费'],
    ['５０．元', '50元'],
    ['(?<!不)收费', '不收费'],
    ['免费[，。]', '免费领取'],
    ['＋', '免费'],
  ])('%s not in %s', (pattern, text) => {
    expect(foldedPattern(pattern).test(squeeze(text))).toBe(false);
  });
});

test('what is no pattern is none when it is folded either', () => {
  expect(() => foldedPattern('(')).toThrow(SyntaxError);
});

test('what a case forbids in full width is found in an answer', () => {
  const one = caseOf({ forbidden: [{ regex: '５０元|免费 领取' }] });
  const said = (text: string) => isAllowed(one, recordOf(one, { segments: [template(text)] }));
  expect([said('每月50元'), said('免费领取'), said('收费')]).toEqual([false, false, true]);
});
