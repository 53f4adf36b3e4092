import { describe, expect, test } from 'vitest';
import { highlight, spansOf } from '../../../evals/report/highlight.js';
import { intervalBar, latencyBins, riskCurve } from '../../../evals/report/plots.js';

describe('the latency histogram', () => {
  test('counts every case once, whatever its scale', () => {
    const bins = latencyBins([0, 0.4, 1, 3, 4999, 5000, 9e9]);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(7);
    expect(bins[0]).toEqual({ from: 0, to: 1, count: 2 });
    expect(bins.at(-1)).toEqual({ from: 5_000_000, to: Infinity, count: 1 });
  });

  test('begins and ends where there is something to show', () => {
    expect(latencyBins([3, 40])).toEqual([
      { from: 2, to: 5, count: 1 },
      { from: 5, to: 10, count: 0 },
      { from: 10, to: 20, count: 0 },
      { from: 20, to: 50, count: 1 },
    ]);
    expect(latencyBins([])).toEqual([]);
  });
});

test('the risk curve steps from the first point to the last, and says what it shows', () => {
  const { html } = riskCurve([
    { coverage: 0.5, risk: 0 },
    { coverage: 1, risk: 0.25 },
  ]);
  expect(html).toContain('d="M48.0 216.0H253.0V46.0H458.0"');
  expect(html).toContain('覆盖率 50.0% 时错误率 0.0%，全部作答时错误率 25.0%。');
  expect(riskCurve([]).html).toContain('没有给出信心的用例');
});

test('an interval bar stays on its line', () => {
  const { html } = intervalBar(1, { low: 0, high: 1 }, 0.5);
  expect(html).toContain('<rect class="band" x="2.0" y="4" width="116.0"');
  expect(html).toContain('cx="118.0"');
});

describe('highlighting', () => {
  test('marks overlapping spans without losing or doubling a character', () => {
    const { html } = highlight('甲乙丙丁戊', [{ start: 0, end: 3 }], [{ start: 2, end: 4 }]);
    expect(html).toBe('<mark>甲乙</mark><mark><u>丙</u></mark><u>丁</u>戊');
  });

  test('takes places outside the text for nothing', () => {
    expect(highlight('甲乙', [{ start: -1, end: 99 }], []).html).toBe('<mark>甲乙</mark>');
    expect(highlight('甲乙', [], []).html).toBe('甲乙');
  });

  test('finds a quote that came without its place, and only in its own clause', () => {
    const citation = { clause: 2, quote: '乙', start: null, end: null };
    expect(spansOf([citation, { ...citation, quote: '没有' }], 2, '甲乙')).toEqual([{ start: 1, end: 2 }]);
    expect(spansOf([citation], 3, '甲乙')).toEqual([]);
  });
});
