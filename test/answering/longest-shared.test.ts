import { expect, test } from 'vitest';
import { longestShared } from '../../src/answering/longest-shared.js';

test('the longest run that stands in both is found, the first of two alike', () => {
  expect(longestShared('现代化都市圈同城化水平', '同城化行动有几条')).toBe('同城化');
  expect(longestShared('夜市照明', '照明和夜市')).toBe('夜市');
  expect(longestShared('夜市', '照明')).toBe('');
  expect(longestShared('', '照明')).toBe('');
});

test('a run that does not count is passed over for a shorter one', () => {
  expect(longestShared('提升行动', '哪个提升行动', (run) => run !== '提升行动')).toBe('提升行');
});
