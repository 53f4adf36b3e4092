import type { ReportInput } from './input.js';
import { gateWords } from './gate-words.js';
import { markup, type Markup } from './markup.js';
import { figure, range } from './metric-words.js';
import { sliceLine } from './slice-line.js';

const HEADLINES = ['audience: official', 'audience: lay', 'audience: partial', 'audience: none', 'audience: conversations']; // prettier-ignore

/** Whether the run passes, the headline figure with its five lines, and every gate, failed ones first. */
export function verdict(input: ReportInput): Markup {
  return markup`<section id="verdict"><h2>结论</h2>${tiles(input)}${headlines(input)}${gateTable(input)}</section>`;
}

function tiles({ summary, gates }: ReportInput): Markup {
  const failed = gates.filter(({ isPassed }) => !isPassed).length;
  const right = summary.rows.filter(({ score }) => score.strict).length;
  const [strict] = summary.metrics;
  return markup`<div class="tiles">${passed(gates.length, failed)}
${strict === undefined ? null : tile('', figure(strict), `严格准确率，95% 区间 ${range(strict)}`)}
${tile('', markup`${right}<small> / ${summary.rows.length}</small>`, `题答对，${summary.rows.length - right} 题未通过`)}</div>`;
}

function passed(gates: number, failed: number): Markup {
  // No gates at all is no pass.
  if (gates === 0) return tile('', '未设门槛', '没有可以核对的门槛');
  if (failed === 0) return tile('good', '通过', `${gates} 道门槛，全部通过`);
  return tile('bad', '未通过', `${gates} 道门槛，${failed} 道未通过`);
}

function tile(kind: '' | 'good' | 'bad', words: Markup | string, note: string): Markup {
  return markup`<p class="tile ${kind}"><b>${words}</b><span>${note}</span></p>`;
}

function headlines({ summary, policy }: ReportInput): Markup | null {
  const slices = HEADLINES.flatMap((name) => summary.slices.filter((slice) => slice.name === name));
  if (slices.length === 0) return null;
  return markup`<table class="headline"><caption>严格准确率，按提问场景</caption><tbody>
${slices.map((slice) => sliceLine(slice, policy, null))}</tbody></table>`;
}

function gateTable({ gates, policy }: ReportInput): Markup | null {
  if (gates.length === 0) return null;
  const lines = gates.toSorted((a, b) => Number(a.isPassed) - Number(b.isPassed)).map((gate) => {
    const { name, detail } = gateWords(gate, policy);
    const [kind, sign] = gate.isPassed ? ['good', '✓ 通过'] : ['bad', '✗ 未通过'];
    return markup`<tr class="${kind}"><td class="sign">${sign}</td><th scope="row">${name}</th><td>${detail}</td></tr>
`;
  }); // prettier-ignore
  return markup`<table class="gates"><caption>门槛</caption>
<thead><tr><th scope="col">结果</th><th scope="col">门槛</th><th scope="col">实测</th></tr></thead><tbody>
${lines}</tbody></table>`;
}
