import type { Metric } from '../metric.js';
import type { Summary } from '../summarize.js';
import { isGameable } from './gameable.js';
import type { ReportInput } from './input.js';
import { markup, type Markup } from './markup.js';
import { figure, METRIC_GROUPS, metricWords, range } from './metric-words.js';
import { systemWord } from './words.js';

const LEGEND = markup`<p class="note"><span class="tag warn">可钻空子</span> 照抄首条或一律拒答在这项上不比本系统差，单看这项说明不了问题。各系统数值都相同的项不标，出错率、不稳定率和耗时也不标。</p>`;

/** Every figure with its interval, what it rests on, and what the reference systems get. */
export function metricTable({ summary, references }: ReportInput): Markup {
  const groups = METRIC_GROUPS.flatMap((group) => {
    const metrics = summary.metrics.filter(({ name }) => metricWords(name).group === group);
    if (metrics.length === 0) return [];
    const title = markup`<tr class="group"><th colspan="${4 + references.length}" scope="rowgroup">${group}</th></tr>`;
    return [
      markup`<tbody>${title}
${metrics.map((metric) => line(metric, references))}</tbody>`,
    ];
  });
  const others = references.map(({ system }) => markup`<th scope="col" class="number reference" title="${system}">${systemWord(system)}</th>`); // prettier-ignore
  return markup`<section id="metrics"><h2>指标</h2>
<p class="note">点指标名看含义。↑ 越高越好，↓ 越低越好。区间为 95% 区间；没有区间（–）的是整轮的单一数值，或各题数值全都相同。</p>
${references.length === 0 ? null : LEGEND}
<div class="scroll"><table class="metrics"><thead><tr><th scope="col">指标</th>
<th scope="col" class="number" title="${summary.system}">本系统</th>
<th scope="col" class="number">95% 区间</th><th scope="col" class="number">题数</th>${others}</tr></thead>
${groups}</table></div></section>`;
}

function line(metric: Metric, references: readonly Summary[]): Markup {
  const { name, meaning } = metricWords(metric.name);
  const others = references.map(({ metrics }) => metrics.find((other) => other.name === metric.name));
  const basis =
    metric.n === 0 ? '' : metric.count === null ? String(metric.n) : `${metric.count} / ${metric.n}`;
  const arrow = metric.good === 'high' ? '↑' : '↓';
  const tag = isGameable(metric, references) ? markup`<span class="tag warn">可钻空子</span>` : null;
  return markup`<tr><th scope="row"><details><summary title="${meaning}">${name} <span class="faint">${arrow}</span></summary>
<p>${meaning}（${metric.name}）</p></details>${tag}</th>
<td class="number own">${figure(metric)}</td><td class="number faint">${range(metric)}</td><td class="number">${basis}</td>
${others.map((other) => markup`<td class="number reference">${other === undefined ? '–' : figure(other)}</td>`)}</tr>
`;
}
