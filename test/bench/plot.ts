import type { Curve } from './section.js';

const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [920, 440, 70, 40, 290, 50];
const COLOURS = ['#b3261e', '#0b57d0', '#1e7d32', '#a35200', '#6a3ea1', '#00696d', '#5f5f5f'];

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Time against size, both in logarithms, as SVG. */
export function plot(title: string, curves: readonly Curve[]): string {
  const all = curves.flatMap(({ points }) => points);
  const axis = (values: readonly number[]) => [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))] as const; // prettier-ignore
  const [[x0, x1], [y0, y1]] = [axis(all.map(([x]) => x)), axis(all.map(([, y]) => y))];
  const x = (value: number) =>
    LEFT + ((Math.log10(value) - x0) / Math.max(1, x1 - x0)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - ((Math.log10(value) - y0) / Math.max(1, y1 - y0)) * (HEIGHT - TOP - BOTTOM); // prettier-ignore
  const powers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i)); // prettier-ignore
  const grid = [
    ...powers(x0, x1).map((n) => `<path d="M${x(n)} ${TOP}V${HEIGHT - BOTTOM}"/><text x="${x(n)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${n.toLocaleString('en')}</text>`), // prettier-ignore
    ...powers(y0, y1).map((n) => `<path d="M${LEFT} ${y(n)}H${WIDTH - RIGHT}"/><text x="${LEFT - 8}" y="${y(n) + 4}" text-anchor="end">${n} ms</text>`), // prettier-ignore
  ];
  const lines = curves.map(({ name, points }, i) => {
    const colour = COLOURS[i % COLOURS.length] ?? '#000';
    const path = points.map(([n, ms], j) => `${j === 0 ? 'M' : 'L'}${x(n).toFixed(1)} ${y(ms).toFixed(1)}`).join(''); // prettier-ignore
    const dots = points.map(([n, ms]) => `<circle cx="${x(n).toFixed(1)}" cy="${y(ms).toFixed(1)}" r="3.5" fill="${colour}" stroke="none"/>`); // prettier-ignore
    const label = `<text x="${WIDTH - RIGHT + 18}" y="${TOP + 12 + i * 22}" fill="${colour}">${escape(name)}</text>`;
    return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}${label}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/><text x="${LEFT}" y="22" font-size="15">${escape(title)}</text><g stroke="#ddd" fill="none">${grid.map((one) => one.replace('<text', '<text stroke="none" fill="#444"')).join('')}</g>${lines.join('')}</svg>\n`;
}
