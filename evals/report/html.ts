import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from '../group-by.js';
import type { Row, Summary } from '../summarize.js';
import { caseExplorer, caseLink } from './case-explorer.js';
import { expectedWords, failures } from './failures.js';
import type { ReportInput } from './input.js';
import { markup, raw, type Markup } from './markup.js';
import { matrixTable } from './matrix-table.js';
import { metricTable } from './metric-table.js';
import { latencyHistogram, riskCurve } from './plots.js';
import { sliceTables } from './slice-tables.js';
import { STYLE } from './style.js';
import { verdict } from './verdict.js';
import { outcomeWord, systemWord } from './words.js';

const SECTIONS = [['verdict', '结论'], ['metrics', '指标'], ['slices', '分项'], ['plots', '图表'], ['cases', '逐题'], ['diff', '与基线相比'], ['provenance', '来历']] as const; // prettier-ignore

/** The whole run as one HTML file that needs nothing else: no network, no other file, and without its script still readable. */
export function htmlReport(input: ReportInput): string {
  const { summary, policy } = input;
  const script = readFileSync(join(import.meta.dirname, 'report.js'), 'utf8');
  // Only this very script may run, and nothing may be fetched, should anything in the page ever slip through unescaped.
  const csp = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'; base-uri 'none'; form-action 'none'`; // prettier-ignore
  const title = `评测报告：${systemWord(summary.system)}，${summary.rows.length} 题`;
  return markup`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<header><h1>${title}</h1><p>${policy.title}（${policy.documentNumber}）</p>
<nav>${SECTIONS.map(([id, word]) => markup`<a href="#${id}">${word}</a> `)}</nav></header>
<main>
${verdict(input)}
${metricTable(input)}
${sliceTables(input)}
<section id="plots"><h2>图表</h2><div class="plots">${matrixTable(summary)}${riskCurve(summary.riskCoverage)}${latencyHistogram(summary.milliseconds)}</div></section>
${caseExplorer(input)}
${diff(input)}
${provenance(input)}
</main>
<script>${raw(script)}</script>
</body>
</html>
`.html; // prettier-ignore
}

function diff({ flips, policy }: ReportInput): Markup {
  const list = (word: string, rows: readonly Row[]) => {
    const items = rows.map((row) => flip(row, failures(row, policy)));
    return markup`<h3>${word} ${rows.length} 题</h3>${items.length === 0 ? null : markup`<ul class="flips">${items}</ul>`}`;
  };
  const body = flips === null ? markup`<p class="note">没有可比的基线。</p>` : [list('改错', flips.broken), list('改对', flips.fixed)]; // prettier-ignore
  return markup`<section id="diff"><h2>与基线相比</h2>${body}</section>`;
}

function flip({ one, record }: Row, failed: readonly string[]): Markup {
  const words = `${one.id}；期望${expectedWords(one)}，实际${outcomeWord(record.outcome)}`;
  const reasons = failed.map((reason) => markup`<br><small class="reason">${reason}</small>`);
  return markup`<li><a href="${caseLink(one.id)}">${one.question}</a> <small class="faint">${words}</small>${reasons}</li>`;
}

function provenance({ summary, references, provenance: more }: ReportInput): Markup {
  const lines: readonly (readonly [string, string])[] = [
    ['系统', summary.system],
    ['轮次', summary.runId],
    ['方案文本 SHA-256', summary.textHash],
    ['用例 SHA-256', summary.casesHash],
    ['题数', splits(summary)],
    ['对照系统', references.map(({ system }) => `${systemWord(system)}（${system}）`).join('、') || '无'],
    ...more,
  ];
  return markup`<section id="provenance"><h2>来历</h2><dl class="facts wide">${lines.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>`; // prettier-ignore
}

function splits({ rows }: Summary): string {
  const sizes = [...groupBy(rows, ({ one }) => one.split)].map(([split, own]) => `${split} ${own.length}`);
  return `${rows.length}（${sizes.join('，')}）`;
}
