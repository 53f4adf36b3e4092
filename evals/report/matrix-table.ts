import { ANSWERABILITIES, OUTCOMES } from '../cases.js';
import type { Summary } from '../summarize.js';
import { markup, type Markup } from './markup.js';
import { ANSWERABILITY, OUTCOME } from './words.js';

// What should become of each kind of question; the cell is framed.
const WANTED: Readonly<Record<(typeof ANSWERABILITIES)[number], (typeof OUTCOMES)[number]>> = {
  ...{
    full: 'answered',
    partial: 'partial',
    none: 'refused',
    underspecified: 'clarify',
    conversational: 'chat',
  },
};

/** Answerability by outcome, shaded by the share of the row; a case without an outcome has a column of its own. */
export function matrixTable({ matrix, rows }: Summary): Markup {
  const lost = (answerability: string) => rows.filter(({ one, record }) => one.answerability === answerability && record.outcome === null).length; // prettier-ignore
  const isLost = rows.some(({ record }) => record.outcome === null);
  const lines = ANSWERABILITIES.map((answerability) => {
    const counts = OUTCOMES.map((outcome) => matrix[answerability][outcome]);
    const all = counts.reduce((sum, count) => sum + count, lost(answerability));
    const cells = counts.map((count, i) => {
      const share = all === 0 ? 0 : count / all;
      const isWanted = OUTCOMES[i] === WANTED[answerability];
      return markup`<td class="${isWanted ? 'cell wanted' : 'cell'}" style="--share:${(share * 0.75).toFixed(2)}">${count}</td>`;
    });
    const without = isLost ? markup`<td class="cell">${lost(answerability)}</td>` : null;
    return markup`<tr><th scope="row">${ANSWERABILITY[answerability]}</th>${cells}${without}<td class="number">${all}</td></tr>
`;
  });
  const columns = [...OUTCOMES.map((outcome) => OUTCOME[outcome]), ...(isLost ? ['无结果'] : []), '合计'];
  return markup`<div class="scroll"><table class="matrix">
<caption><b>应答方式矩阵</b>　行为题目的可答性，列为系统的应答方式，框内为期望的方式。</caption>
<thead><tr><td></td>${columns.map((word) => markup`<th scope="col">${word}</th>`)}</tr></thead><tbody>
${lines}</tbody></table></div>`;
}
