import type { Policy } from '../../src/domain/policy.js';
import { textOf } from '../record.js';
import type { Row } from '../summarize.js';
import { caseDetails } from './case-details.js';
import { expectedWords, failures } from './failures.js';
import type { ReportInput } from './input.js';
import { embeddedJson, markup, type Markup } from './markup.js';
import { outcomeWord, REGISTER, TYPE } from './words.js';

const COLUMNS = ['结果', '问题', '题型', '期望', '实际'];

/** All cases in one table, wrong ones first. Without its script it is a plain table; with it, one that filters and opens. */
export function caseExplorer({ summary, policy }: ReportInput): Markup {
  const rows = summary.rows.toSorted((a, b) => rank(a) - rank(b));
  const details = Object.fromEntries(rows.map((row) => [row.one.id, detailsOf(row, policy)]));
  return markup`<section id="cases"><h2>逐题</h2>
${filters(rows)}
<noscript><p class="note">浏览器未启用脚本：以下列出全部题目，不能筛选和展开。</p></noscript>
<table class="cases"><thead><tr>${COLUMNS.map((word) => markup`<th scope="col">${word}</th>`)}</tr></thead><tbody>
${rows.map((row) => line(row, policy))}</tbody></table>
<script type="application/json" id="details">${embeddedJson(details)}</script></section>`;
}

/** Hidden until the script shows them: without it they would do nothing. */
function filters(rows: readonly Row[]): Markup {
  const wrong = rows.filter(({ score }) => !score.strict).length;
  const choices = [
    ['all', `全部 ${rows.length}`],
    ['failed', `未通过 ${wrong}`],
    ['passed', `通过 ${rows.length - wrong}`],
  ] as const;
  // Where all is well there is no failure to begin with.
  const chosen = wrong > 0 ? 'failed' : 'all';
  const statuses = choices.map(([value, word]) => {
    const checked = value === chosen ? markup` checked` : null;
    return markup`<label class="choice"><input type="radio" name="status" value="${value}"${checked}><span>${word}</span></label>`;
  });
  return markup`<form id="filters" hidden><fieldset><legend class="unseen">结果</legend>${statuses}</fieldset>
<label>题型 <select name="type">${options(rows, ({ one }) => one.type, TYPE)}</select></label>
<label>用语 <select name="register">${options(rows, ({ one }) => one.register, REGISTER)}</select></label>
<label class="search"><span class="unseen">搜索</span><input type="search" name="words" placeholder="搜索题号、问题、答复" autocomplete="off"></label>
<output id="shown"></output></form>`;
}

/** Names the row of a case, for links to it. */
export function caseLink(id: string): string {
  return `#case-${id}`;
}

function line(row: Row, policy: Policy): Markup {
  const { one, record, score } = row;
  const [kind, status] = score.strict ? ['good', 'passed'] : ['bad', 'failed'];
  const sign = record.error === null ? (score.strict ? '✓ 通过' : '✗ 未通过') : '✗ 出错';
  const question = one.question.trim() === '' ? '（空白）' : one.question;
  const reasons = failures(row, policy).map((words) => markup`<br><small class="reason">${words}</small>`);
  return markup`<tr id="case-${one.id}" class="${kind}" data-case="${one.id}" data-status="${status}" data-type="${one.type}" data-register="${one.register}">
<td class="sign">${sign}</td>
<td class="question"><a href="${caseLink(one.id)}">${question}</a> <small class="faint">${one.id}</small>${reasons}</td>
<td>${TYPE[one.type]}<br><small class="faint">${REGISTER[one.register]}</small></td>
<td>${expectedWords(one)}</td><td>${outcomeWord(record.outcome)}</td></tr>
`; // prettier-ignore
}

/** What opens under a row, and the words it is searched by. */
function detailsOf(row: Row, policy: Policy): { readonly html: string; readonly words: string } {
  const { one, record } = row;
  const said = [one.id, one.question, ...(one.history ?? []).map(({ content }) => content), textOf(record)];
  return { html: caseDetails(row, policy).html, words: said.join('\n').toLowerCase() };
}

function rank({ record, score }: Row): number {
  if (record.error !== null) return 0;
  return score.strict ? 2 : 1;
}

function options<Key extends string>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
  words: Readonly<Record<Key, string>>,
): Markup[] {
  const keys = [...new Set(rows.map(keyOf))].toSorted();
  return [
    markup`<option value="">全部</option>`,
    ...keys.map((key) => markup`<option value="${key}">${words[key]}</option>`),
  ];
}
