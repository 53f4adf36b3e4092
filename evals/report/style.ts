/** The report's style sheet: system fonts, light and dark, phone and paper. */
export const STYLE = `
:root { color-scheme: light dark; --page: #fff; --panel: #f5f6f8; --line: #d9dce1; --text: #1b1f24; --faint: #59616b; --link: #0b57a4; --accent: 11 87 164; --good: #14692f; --bad: #b3261e; --warn: #7a4b00; --good-back: #e4f4e8; --bad-back: #fdebe9; --warn-back: #fdf0d5; --mark: #ffe58a; }

@media screen and (prefers-color-scheme: dark) {
  :root { --page: #15181c; --panel: #1e2227; --line: #3a4048; --text: #e6e8eb; --faint: #a3abb5; --link: #7db8f5; --accent: 125 184 245; --good: #7fd195; --bad: #ff9a92; --warn: #f0c46c; --good-back: #17301e; --bad-back: #3a1d1b; --warn-back: #37290f; --mark: #6b5510; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; background: var(--page); color: var(--text); font: 1rem/1.65 system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.6rem; }
h2 { margin: 3rem 0 0.75rem; padding-top: 0.5rem; font-size: 1.25rem; }
h3 { margin: 1.25rem 0 0.5rem; font-size: 1rem; }
h4 { margin: 1.1rem 0 0.35rem; font-size: 0.95rem; }
header p { margin: 0.25rem 0 0.75rem; color: var(--faint); }
nav a { display: inline-block; margin-right: 1rem; }
a { color: var(--link); text-underline-offset: 0.2em; }
small, .note, figcaption, caption { font-size: 0.875rem; }
.note, .faint { color: var(--faint); }
.good > .sign, p.good, span.good { color: var(--good); }
.bad > .sign, ul.bad, span.bad, h4.bad, .reason { color: var(--bad); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

/* Verdict */
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 0.75rem; margin-bottom: 1rem; }
.tile { margin: 0; padding: 0.9rem 1.1rem; border-radius: 0.5rem; background: var(--panel); }
.tile b { display: block; font-size: 1.9rem; line-height: 1.3; }
.tile b small { font-size: 1.1rem; font-weight: 400; }
.tile span { color: var(--faint); font-size: 0.875rem; }
.tile.good { background: var(--good-back); }
.tile.good b { color: var(--good); }
.tile.bad { background: var(--bad-back); }
.tile.bad b { color: var(--bad); }

/* Tables */
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.925rem; font-variant-numeric: tabular-nums; }
caption { padding: 0.75rem 0 0.35rem; text-align: left; color: var(--faint); }
caption b, figcaption b { color: var(--text); }
th, td { padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
tbody th { font-weight: 400; }
thead th { color: var(--faint); font-weight: 600; white-space: nowrap; }
.number, .sign, .bar-cell { white-space: nowrap; }
.number { text-align: right; }
.own { font-weight: 600; }
.bar-cell { width: 8rem; padding-top: 0.7rem; }
.headline { max-width: 46rem; }
.gates { margin-bottom: 0.5rem; }
.metrics .group th { padding-top: 1.1rem; font-weight: 600; }
.metrics .reference { color: var(--faint); }
.metrics details { display: inline-block; max-width: 22rem; }
.metrics details p { margin: 0.2rem 0; color: var(--faint); font-size: 0.85rem; }
summary { cursor: help; list-style: none; }
summary::-webkit-details-marker { display: none; }
.tag { display: inline-block; margin-left: 0.35rem; padding: 0 0.4rem; border-radius: 0.25rem; background: var(--panel); font-size: 0.75rem; font-weight: 400; line-height: 1.5rem; white-space: nowrap; }
.note .tag { margin-left: 0; }
.tag.warn { background: var(--warn-back); color: var(--warn); }
.tag.bad { background: var(--bad-back); color: var(--bad); }
.slices { columns: 34rem 2; column-gap: 2rem; }
.slices table { break-inside: avoid; margin-bottom: 0.75rem; }
.slices caption { color: var(--text); font-weight: 600; }

/* Plots */
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1.5rem 2rem; }
.plots > .scroll { grid-column: 1 / -1; }
figure { margin: 0; }
.plot { width: 100%; max-width: 40rem; font-size: 11px; }
.plot text { fill: var(--faint); }
.plot .axis { fill: none; stroke: var(--faint); }
.plot .grid, .interval .track { stroke: var(--line); }
.plot .curve { fill: none; stroke: rgb(var(--accent)); stroke-width: 2; }
.plot .bar, .interval .value { fill: rgb(var(--accent)); }
.interval { display: block; }
.interval .band { fill: rgb(var(--accent) / 35%); }
.interval .compared { stroke: var(--text); stroke-dasharray: 2 2; }
.matrix { width: auto; }
.matrix th, .matrix td { min-width: 5rem; }
.matrix thead th, .matrix .cell { text-align: center; }
.matrix .cell { background: rgb(var(--accent) / var(--share, 0)); }
.matrix .wanted { box-shadow: inset 0 0 0 2px var(--text); }

/* Cases */
#filters { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; margin-bottom: 0.75rem; }
fieldset { display: flex; margin: 0; padding: 0; border: 0; }
.choice input { position: absolute; opacity: 0; }
.choice span { display: block; padding: 0.25rem 0.8rem; border: 1px solid var(--line); margin-left: -1px; cursor: pointer; }
.choice :checked + span { background: var(--text); border-color: var(--text); color: var(--page); }
.choice :focus-visible + span { outline: 2px solid var(--link); outline-offset: 2px; }
select, input[type='search'] { padding: 0.25rem 0.5rem; border: 1px solid var(--line); border-radius: 0.25rem; background: var(--page); color: inherit; font: inherit; }
.search { flex: 1 1 12rem; }
.search input { width: 100%; }
#shown { color: var(--faint); font-size: 0.875rem; }
.cases td:not(.question) { white-space: nowrap; }
.cases .question { width: 70%; }
.question a { color: var(--text); }
.question .faint { white-space: nowrap; }
.cases tr[data-case] { cursor: pointer; }
.cases tr[data-case]:hover { background: var(--panel); }
.cases .details > td { padding: 0.75rem 1rem 1.25rem; background: var(--panel); white-space: normal; }
.details ul { margin: 0; padding-left: 1.2rem; }
.details p { margin: 0.25rem 0; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 2rem; }
dl { margin: 0; }
.facts, .talk { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 0.75rem; }
dt { color: var(--faint); }
dd { margin: 0; white-space: pre-wrap; }
dd ul { white-space: normal; }
.facts q { color: var(--faint); quotes: "「" "」"; }
.answer, .clause { padding: 0.6rem 0.8rem; border: 1px solid var(--line); border-radius: 0.35rem; background: var(--page); white-space: pre-wrap; }
.key { font-size: 0.8rem; }
.key > * { margin-right: 0.75rem; }
.segment.quote { border-bottom: 2px solid rgb(var(--accent)); }
.segment.statement { border-bottom: 2px dashed var(--warn); }
.segment.template { color: var(--faint); }
mark { background: var(--mark); color: inherit; }
u { text-decoration: underline 2px var(--good); text-underline-offset: 0.25em; }
.flips li { margin-bottom: 0.4rem; }

@media (max-width: 40rem) {
  body { padding: 1rem 0.85rem 3rem; }
  .metrics th[scope='row'], .metrics thead th:first-child { position: sticky; left: 0; min-width: 9.5rem; background: var(--page); }
  .slices table, .headline { font-size: 0.85rem; }
  .slices th, .slices td, .headline th, .headline td { padding-inline: 0.3rem; }
  .slices .bar-cell, .headline .bar-cell { display: none; }
  .cases thead { display: none; }
  .cases tr[data-case]:not([hidden]) { display: flex; flex-wrap: wrap; gap: 0 0.75rem; padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
  .cases tr[data-case] td { padding: 0; border: 0; }
  .cases td.question { order: -1; width: 100%; }
  .cases tr[data-case] td br + small.faint { margin-left: 0.3rem; }
  .cases td:not(.question) br { display: none; }
  .cases td:nth-child(4)::before { content: '期望 '; color: var(--faint); }
  .cases td:nth-child(5)::before { content: '实际 '; color: var(--faint); }
  .cases .details, .cases .details > td { display: block; }
  .cases .details > td { padding: 0.5rem 0.7rem 1rem; }
}

@media print {
  :root { color-scheme: light; font-size: 8.5pt; }
  body { max-width: none; padding: 0; }
  h2 { margin-top: 2rem; }
  .metrics th, .metrics td { padding-inline: 0.3rem; }
  .metrics th[scope='row'] { min-width: 15rem; }
  .metrics .group { break-after: avoid; }
  nav, #filters { display: none !important; }
  .scroll { overflow: visible; }
  h2, h3, h4, caption { break-after: avoid; }
  tr, figure { break-inside: avoid; }
  .cases .details { break-inside: auto; }
  a { color: inherit; text-decoration: none; }
  * { print-color-adjust: exact; }
}
`;
