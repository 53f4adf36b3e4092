/**
 * The speed of the parts beside what people would otherwise take: npm run bench -- [answers|vectors|lexical|http|start …]
 * [--quick|--large] [--rounds N] [--json FILE] [--save]. Ratios within one run; bounded; loopback only.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { plot } from './plot.js';
import type { BenchOptions, Section } from './section.js';
import { answers } from './sections/answers.js';
import { http } from './sections/http.js';
import { lexical } from './sections/lexical.js';
import { start } from './sections/start.js';
import { vectors } from './sections/vectors.js';
import { tableOf } from './table.js';

const SECTIONS: Readonly<Record<string, (options: BenchOptions) => Promise<Section>>> = { start, http, answers, lexical, vectors }; // prettier-ignore
const RESULTS = join(import.meta.dirname, 'results');
const LEAST_ROUNDS = 5;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    large: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    json: { type: 'string' },
    save: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !(name in SECTIONS));
const rounds = Number(values.rounds);
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < LEAST_ROUNDS) {
  say(`Sections: ${Object.keys(SECTIONS).join(', ')} (not ${unknown.join(', ') || 'wrong'}); --rounds is a whole number from ${LEAST_ROUNDS}.`); // prettier-ignore
  process.exit(2);
}

const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, shared; load at the start ${loadavg()[0]?.toFixed(1)}`;
say(
  `${machine}\nmedians of ${rounds} rounds that alternate, with the middle half of them; read ratios, not milliseconds\n`,
);
const sections: Section[] = [];
for (const [name, run] of Object.entries(SECTIONS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const section = await run({ rounds, isLarge: values.large, isQuick: values.quick, say });
  sections.push(section);
  say(`\n${tableOf(section)}`);
}
const json = `${JSON.stringify({ machine, rounds, sections }, null, 2)}\n`;
if (values.json !== undefined) writeFileSync(values.json, json);
if (values.save) save();
if (sections.some(({ goals }) => goals.some(({ isReached }) => !isReached))) process.exitCode = 1;

/** The table, the figures and the plots of this version of Node. */
function save(): void {
  mkdirSync(RESULTS, { recursive: true });
  const name = `node${process.versions.node.split('.')[0]}`;
  const drawn = sections.filter(({ curves }) => curves.length > 0);
  const plots = drawn.map((one) => `![${one.name}](${name}-${one.name}.svg)`);
  const intro = `# npm run bench\n\n${machine}.\nMedians of ${rounds} rounds that alternate, with the middle half of the rounds. The machine was doing other work: read ratios, not milliseconds.\n`;
  writeFileSync(join(RESULTS, `${name}.md`), `${[intro, ...sections.map(tableOf), ...plots].join('\n')}\n`);
  writeFileSync(join(RESULTS, `${name}.json`), json);
  for (const one of drawn)
    writeFileSync(join(RESULTS, `${name}-${one.name}.svg`), plot(`${one.name}: milliseconds a query against size (${name})`, one.curves)); // prettier-ignore
}
