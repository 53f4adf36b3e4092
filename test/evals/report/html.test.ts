import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { baselineOf, flips } from '../../../evals/gate.js';
import { htmlReport } from '../../../evals/report/html.js';
import type { Summary } from '../../../evals/summarize.js';
import { HOSTILE, HOSTILE_SUMMARY, inputOf, SUMMARY, unclosed } from './run.js';

const EMPTY = ['meta', 'input', 'br'];
const GOOD = { name: 'Errors never', isPassed: true, detail: '0 of 14, at most 19.3 % with 95 % confidence' };
const BAD = { name: 'Strict accuracy ≥ 0.9', isPassed: false, detail: '0.429 [0.214, 0.674], n=14' };

const page = htmlReport(inputOf({ gates: [GOOD, BAD], references: [{ ...SUMMARY, system: 'copy-top1' }] }));
const hostile = htmlReport(
  inputOf({
    summary: HOSTILE_SUMMARY,
    references: [{ ...HOSTILE_SUMMARY, system: HOSTILE }],
    gates: [{ name: HOSTILE, isPassed: false, detail: HOSTILE }],
    flips: { fixed: [], broken: HOSTILE_SUMMARY.rows },
    provenance: [[HOSTILE, HOSTILE]],
  }),
);

/** The embedded details of all cases. */
function detailsOf(html: string): Record<string, { html: string; words: string }> {
  const json = /<script type="application\/json" id="details">(.*?)<\/script>/su.exec(html)?.[1] ?? '';
  return JSON.parse(json) as Record<string, { html: string; words: string }>;
}

/** The text of the table cells of one element. */
function cellsOf(html: string, pattern: RegExp): string[] {
  const found = pattern.exec(html)?.[0] ?? '';
  return [...found.matchAll(/<td[^>]*>([^<]*)<\/td>/gu)].map(([, text = '']) => text);
}

describe('the page', () => {
  test('asks for nothing over the network', () => {
    for (const html of [page, hostile]) {
      expect(html).not.toMatch(/\b(?:src|href|action|data|poster)\s*=\s*["']?\s*(?:https?:)?\/\//iu);
      expect(html).not.toMatch(/@import|url\(|\bfetch\(|XMLHttpRequest|<link|<img|<iframe/iu);
    }
  });

  test('lets only its own script run', () => {
    const script = /<script>(.*?)<\/script>/su.exec(page)?.[1] ?? '';
    expect(script).not.toBe('');
    expect(page).toContain(
      `script-src &#39;sha256-${createHash('sha256').update(script).digest('base64')}&#39;`,
    );
  });

  test('closes what it opens', () => {
    for (const html of [page, hostile]) {
      expect(unclosed(html.replace(/<script.*?<\/script>|<style>.*?<\/style>/gsu, ''), EMPTY)).toEqual([]);
      for (const one of Object.values(detailsOf(html))) expect(unclosed(one.html, EMPTY)).toEqual([]);
    }
  });

  test('has no two elements of one id', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('hostile text', () => {
  test('opens no element and no script', () => {
    expect(hostile.match(/<script\b/gu)).toHaveLength(2);
    expect(hostile).not.toContain('<img');
    expect(hostile).not.toContain('<!--');
    expect(hostile).not.toMatch(/[\u0000-\u0008\u000B-\u001F]/u);
  });

  test('is escaped in the details as well', () => {
    const details = detailsOf(hostile)['hostile'];
    expect(details?.html).toContain('&lt;/script&gt;');
    expect(details?.html).not.toMatch(/<script|<img|<!--/u);
  });
});

describe('the verdict', () => {
  test('is 未通过 when one gate fails, and that gate comes first', () => {
    expect(page).toContain('<b>未通过</b>');
    expect(page.indexOf('严格准确率不低于 0.9')).toBeLessThan(page.indexOf('出错率为零'));
  });

  test('is 通过 when all gates pass', () => {
    expect(htmlReport(inputOf({ gates: [GOOD] }))).toContain('<b>通过</b>');
  });

  test('is neither without gates', () => {
    const html = htmlReport(inputOf());
    expect(html).toContain('<b>未设门槛</b>');
    expect(html).not.toMatch(/<b>(?:未通过|通过)<\/b>/u);
  });
});

describe('the figures', () => {
  test('count as many right, wrong and all as the summary', () => {
    const right = SUMMARY.rows.filter(({ score }) => score.strict).length;
    expect(right).toBeGreaterThan(0);
    expect(page).toContain(`<b>${right}<small> / 14</small></b>`);
    expect(page).toContain(`全部 14`);
    expect(page.match(/data-status="passed"/gu)).toHaveLength(right);
    expect(page.match(/data-status="failed"/gu)).toHaveLength(14 - right);
  });

  test('show the outcome matrix of the summary, with what had no outcome, and its sums', () => {
    const lost = SUMMARY.rows.filter(({ record }) => record.outcome === null).length;
    const cells = cellsOf(page, /<table class="matrix">.*?<\/table>/su).slice(1).map(Number); // prettier-ignore
    const counts = Object.values(SUMMARY.matrix).map((row) => Object.values(row));
    expect(cells.filter((_, i) => i % 7 < 5)).toEqual(counts.flat());
    expect(cells.filter((_, i) => i % 7 === 5).reduce((sum, count) => sum + count, 0)).toBe(lost);
    expect(cells.filter((_, i) => i % 7 === 6).reduce((sum, count) => sum + count, 0)).toBe(14);
  });

  test('have a row for each metric and each slice', () => {
    const metrics = /<table class="metrics">.*?<\/table>/su.exec(page)?.[0] ?? '';
    expect(metrics.match(/<details>/gu)).toHaveLength(SUMMARY.metrics.length);
    const slices = /<div class="slices">.*?<\/div>/su.exec(page)?.[0] ?? '';
    expect(slices.match(/<svg class="interval"/gu)).toHaveLength(SUMMARY.slices.length);
  });

  test('are labelled where a trivial system does as well', () => {
    // One system that differs in everything, so that something can be won.
    const apart: Summary = {
      ...SUMMARY,
      system: 'oracle',
      metrics: SUMMARY.metrics.map((one) => ({ ...one, value: 7 })),
    };
    const labelled = htmlReport(inputOf({ references: [{ ...SUMMARY, system: 'copy-top1' }, apart] }));
    const same = labelled.match(/<span class="tag warn">可钻空子<\/span>/gu)?.length ?? 0;
    expect(same).toBe(
      1 +
        SUMMARY.metrics.filter(
          ({ name, value }) => value !== null && !/^(?:Errors|Latency|Unstable)/u.test(name),
        ).length,
    );
    // Where all are the same nothing is labelled but the legend.
    expect(page.match(/<span class="tag warn">可钻空子<\/span>/gu)).toHaveLength(1);
    expect(htmlReport(inputOf())).not.toContain('可钻空子');
  });

  test('come with a text alternative where they are drawn', () => {
    const plots = page.match(/<svg class="plot"[^>]*>/gu) ?? [];
    expect(plots).toHaveLength(2);
    for (const plot of plots) expect(plot).toMatch(/role="img" aria-label="[^"]+。"/u);
  });
});

describe('the cases', () => {
  const details = detailsOf(page);

  test('are all there, broken and wrong ones first', () => {
    const ids = [...page.matchAll(/data-case="([^"]+)"/gu)].map(([, id]) => id);
    expect(ids.toSorted()).toEqual(SUMMARY.rows.map(({ one }) => one.id).toSorted());
    expect(ids[0]).toBe('benign');
    expect(Object.keys(details).toSorted()).toEqual(ids.toSorted());
  });

  test('mark what was cited in the text of the clause, and underline the gold', () => {
    expect(details['complaints-1']?.html).toContain('<mark><u>夜间投诉率控制在5%以下</u></mark>');
  });

  test('show a clause that was left out', () => {
    expect(details['complaints-2']?.html).toContain('应引未引');
    expect(page).toContain('没有引用应引的条款：第 4 条');
  });

  test('are found by what was asked before and what was answered', () => {
    expect(details['talk-2']?.words).toContain('照明改造什么时候完成');
    expect(details['elsewhere']?.words).toContain('没有这方面的内容');
  });
});

describe('the diff', () => {
  test('lists what was fixed and what was broken, and nothing else', () => {
    const { textHash, cases } = baselineOf(SUMMARY);
    const turned = new Set(['scope', 'fees']);
    const before = Object.fromEntries(Object.entries(cases).map(([id, [hash, isRight]]): [string, [string, boolean]] => [id, [hash, turned.has(id) !== isRight]])); // prettier-ignore
    const html = htmlReport(inputOf({ flips: flips(SUMMARY.rows, { textHash, cases: before }) }));
    const diff = /<section id="diff">.*?<\/section>/su.exec(html)?.[0] ?? '';
    expect(diff).toMatch(/改错 1 题.*#case-fees.*改对 1 题.*#case-scope/su);
    expect(diff.match(/<li>/gu)).toHaveLength(2);
  });

  test('says so when there is no baseline', () => {
    expect(page).toContain('没有可比的基线');
  });
});
