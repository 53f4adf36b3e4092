import type { Policy } from '../../src/domain/policy.js';
import type { Summary } from '../summarize.js';
import { markup, type Markup } from './markup.js';
import { figure, range } from './metric-words.js';
import { intervalBar } from './plots.js';
import { sliceWords } from './words.js';

/** One slice as a row: name, figure, bar, interval, counts. `whole` is what it is compared with, drawn across the bar. */
export function sliceLine(
  { name, metric }: Summary['slices'][number],
  policy: Policy,
  whole: number | null,
): Markup {
  const bar = metric.value === null ? null : intervalBar(metric.value, metric.interval, whole);
  return markup`<tr><th scope="row">${sliceWords(name, policy).name}</th>
<td class="number">${figure(metric)}</td><td class="bar-cell">${bar}</td>
<td class="number faint">${range(metric)}</td><td class="number">${metric.count ?? '–'} / ${metric.n}</td></tr>
`;
}
