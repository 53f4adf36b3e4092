import { groupBy } from '../group-by.js';
import type { ReportInput } from './input.js';
import { markup, type Markup } from './markup.js';
import { sliceLine } from './slice-line.js';
import { sliceWords } from './words.js';

const HEAD = markup`<thead class="unseen"><tr><th scope="col">分项</th><th scope="col">严格准确率</th><th scope="col">图</th>
<th scope="col">95% 区间</th><th scope="col">答对 / 题数</th></tr></thead>`;

/** Strict accuracy by every way of cutting the set, a small table each, the run's own figure as a line across. */
export function sliceTables({ summary, policy }: ReportInput): Markup {
  const whole = summary.metrics.find(({ name }) => name === 'Strict accuracy')?.value ?? null;
  const cuts = groupBy(summary.slices, ({ name }) => sliceWords(name, policy).cut);
  const tables = [...cuts].map(([cut, slices]) => {
    const lines = slices.map((slice) => sliceLine(slice, policy, whole));
    return markup`<table><caption>${cut}</caption>${HEAD}<tbody>
${lines}</tbody></table>`;
  });
  return markup`<section id="slices"><h2>分项严格准确率</h2>
<p class="note">圆点为实测值，色带为 95% 区间，虚线为全部题目的严格准确率。题数少的分项区间很宽，不宜单独下结论。</p>
<div class="slices">${tables}</div></section>`;
}
