import { percentile } from '../metrics/latency.js';
import type { Interval } from '../statistics/interval.js';
import { markup, type Markup } from './markup.js';
import { percent } from './metric-words.js';

// One coordinate system for the two plots, with room for the axes' labels.
const [WIDTH, HEIGHT] = [480, 260];
const [LEFT, RIGHT, TOP, BOTTOM] = [48, 22, 12, 44];
const [INNER_WIDTH, INNER_HEIGHT] = [WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM];

/** A share with its interval on a line from 0 to 1; beside it stand the numbers, so it is hidden from readers. */
export function intervalBar(
  value: number,
  interval: Interval | null,
  compared: number | null = null,
): Markup {
  const at = (share: number) => Math.min(1, Math.max(0, share)) * 116 + 2;
  const x = (share: number) => at(share).toFixed(1);
  const width = interval === null ? 0 : Math.max(1, at(interval.high) - at(interval.low));
  const band = interval === null ? null : markup`<rect class="band" x="${x(interval.low)}" y="4" width="${width.toFixed(1)}" height="6" rx="2"/>`; // prettier-ignore
  const other = compared === null ? null : markup`<line class="compared" x1="${x(compared)}" x2="${x(compared)}" y1="0" y2="14"/>`; // prettier-ignore
  return markup`<svg class="interval" viewBox="0 0 120 14" width="120" height="14" aria-hidden="true">
<line class="track" x1="2" x2="118" y1="7" y2="7"/>${band}${other}<circle class="value" cx="${x(value)}" cy="7" r="3.2"/></svg>`;
}

/** Risk over coverage as steps: when only the surest share of cases is answered, how many of those are wrong. */
export function riskCurve(points: readonly { readonly coverage: number; readonly risk: number }[]): Markup {
  const last = points.at(-1);
  if (last === undefined) return markup`<p>没有给出信心的用例。</p>`;
  const top = Math.min(1, Math.ceil(Math.max(...points.map(({ risk }) => risk), 0.05) * 10) / 10);
  const x = (coverage: number) => (LEFT + coverage * INNER_WIDTH).toFixed(1);
  const y = (risk: number) => (TOP + (1 - risk / top) * INNER_HEIGHT).toFixed(1);
  const path = points.map(({ coverage, risk }, i) => `${i === 0 ? `M${x(0)} ${y(risk)}` : `V${y(risk)}`}H${x(coverage)}`).join(''); // prettier-ignore
  const half = points.find(({ coverage }) => coverage >= 0.5) ?? last;
  const words = `覆盖率 ${percent(half.coverage)} 时错误率 ${percent(half.risk)}，全部作答时错误率 ${percent(last.risk)}。`;
  const xTicks = [0, 0.25, 0.5, 0.75, 1].map((share) => ({ at: x(share), words: `${share * 100}%` }));
  const yTicks = [0, top / 2, top].map((share) => ({ at: y(share), words: `${Math.round(share * 100)}%` }));
  return plot('风险—覆盖率曲线', words, '覆盖率（先答信心高的）', xTicks, yTicks, markup`<path class="curve" d="${path}"/>`); // prettier-ignore
}

/** How many cases took how long, in bins of 1-2-5 steps, so that milliseconds and minutes fit one plot. */
export function latencyHistogram(milliseconds: readonly number[]): Markup {
  const bins = latencyBins(milliseconds);
  if (bins.length === 0) return markup`<p>没有耗时记录。</p>`;
  const most = Math.max(...bins.map(({ count }) => count));
  const width = INNER_WIDTH / bins.length;
  // Room for a count above the highest bar.
  const y = (count: number) => TOP + (1 - count / (most * 1.1)) * INNER_HEIGHT;
  const bars = bins.map(({ count }, i) => {
    const [x, top, middle] = [LEFT + i * width + 1, y(count), LEFT + (i + 0.5) * width];
    const bar = markup`<rect class="bar" x="${x.toFixed(1)}" y="${top.toFixed(1)}" width="${(width - 2).toFixed(1)}" height="${(y(0) - top).toFixed(1)}"/>`;
    const label = markup`<text x="${middle.toFixed(1)}" y="${(top - 4).toFixed(1)}" text-anchor="middle">${count}</text>`;
    return count === 0 ? null : markup`${bar}${label}`;
  });
  const edges = [bins[0]?.from ?? 0, ...bins.map(({ to }) => to)];
  const xTicks = edges.map((edge, i) => ({ at: (LEFT + i * width).toFixed(1), words: time(edge) }));
  const yTicks = [0, most].map((count) => ({ at: y(count).toFixed(1), words: String(count) }));
  const [p50, p95] = [percentile(milliseconds, 50) ?? 0, percentile(milliseconds, 95) ?? 0];
  const words = `共 ${milliseconds.length} 题；一半在 ${p50.toFixed(1)} 毫秒内，95% 在 ${p95.toFixed(1)} 毫秒内。`;
  return plot('耗时分布', words, '耗时（毫秒，s 为秒）', xTicks, yTicks, markup`${bars}`);
}

type Bin = { readonly from: number; readonly to: number; readonly count: number };

/** Bins [from, to) from 0 or the first edge with anything above it, to the last with anything below. */
export function latencyBins(milliseconds: readonly number[]): Bin[] {
  const edges = [0, ...[0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power)), Infinity]; // prettier-ignore
  const bins = edges.slice(0, -1).map((from, i) => {
    const to = edges[i + 1] ?? Infinity;
    return { from, to, count: milliseconds.filter((one) => one >= from && one < to).length };
  });
  const first = bins.findIndex(({ count }) => count > 0);
  return first < 0 ? [] : bins.slice(first, bins.findLastIndex(({ count }) => count > 0) + 1);
}

function time(milliseconds: number): string {
  if (milliseconds === Infinity) return '∞';
  return milliseconds < 1000 ? String(milliseconds) : `${milliseconds / 1000}s`;
}

type Tick = { readonly at: string; readonly words: string };

function plot(name: string, words: string, axis: string, xTicks: readonly Tick[], yTicks: readonly Tick[], inner: Markup): Markup {
  const [floor, right, middle] = [HEIGHT - BOTTOM, WIDTH - RIGHT, LEFT + INNER_WIDTH / 2];
  const horizontal = yTicks.map(({ at, words: label }) => markup`<line class="grid" x1="${LEFT}" x2="${right}" y1="${at}" y2="${at}"/>
<text x="${LEFT - 6}" y="${at}" text-anchor="end" dominant-baseline="middle">${label}</text>`);
  const vertical = xTicks.map(({ at, words: label }) => markup`<line class="axis" x1="${at}" x2="${at}" y1="${floor}" y2="${floor + 4}"/>
<text x="${at}" y="${floor + 17}" text-anchor="middle">${label}</text>`);
  return markup`<figure><figcaption><b>${name}</b>　${words}</figcaption>
<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${name}：${words}">
${horizontal}${inner}<path class="axis" d="M${LEFT} ${TOP}V${floor}H${right}"/>${vertical}
<text x="${middle}" y="${HEIGHT - 6}" text-anchor="middle">${axis}</text></svg></figure>`;
} // prettier-ignore
