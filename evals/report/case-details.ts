import { clauseOf, type Policy } from '../../src/domain/policy.js';
import { assign } from '../metrics/nuggets.js';
import { clausesCited, factsOf, textOf, type Segment } from '../record.js';
import { clausesLeftOut, goldSpansOf } from '../score-case.js';
import type { Row } from '../summarize.js';
import { expectedWords, forbiddenSaid, nuggetWords, numbersOf } from './failures.js';
import { highlight, spansOf } from './highlight.js';
import { markup, type Markup } from './markup.js';
import { clauseWord, outcomeWord, SEGMENT } from './words.js';

const ROLE = { user: '问', assistant: '答' } as const;
const NUGGET = { support: '✓ 答到', partial_support: '◐ 答到一半', not_support: '✗ 没答到' } as const;
const CITED = markup`<span class="tag">已引</span>`;
const NEEDLESS = markup`<span class="tag warn">已引，不在可引之列</span>`;
const LEFT_OUT = markup`<span class="tag bad">应引未引</span>`;
const RETRIEVED = 5;

/** All of one case: what was said before, what was expected, what came, and the clauses beside it. What failed stands in its row. */
export function caseDetails(row: Row, policy: Policy): Markup {
  return markup`<div class="columns"><div>${history(row)}${expected(row)}${answer(row, policy)}</div>
<div>${clauses(row, policy)}</div></div>`;
}

function history({ one }: Row): Markup | null {
  if (one.history === undefined || one.history.length === 0) return null;
  const turns = one.history.map(({ role, content }) => markup`<dt>${ROLE[role]}</dt><dd>${content}</dd>`);
  return markup`<h4>上文</h4><dl class="talk">${turns}</dl>`;
}

function expected({ one, record }: Row): Markup {
  const text = textOf(record);
  const gold = (one.gold?.clauses ?? []).map(({ id, grade, quote }) => {
    const words = quote === undefined ? null : markup`<q>${quote}</q>`;
    return markup`<li>${clauseWord(id)}（${grade === 2 ? '应引' : '可引'}）${words}</li>`;
  });
  const nuggets = (one.nuggets ?? []).map((nugget) => {
    const importance = nugget.importance === 'vital' ? '关键' : '次要';
    return markup`<li>${NUGGET[assign(nugget, text)]}：${nuggetWords(nugget)}（${importance}）</li>`;
  });
  const said = forbiddenSaid(one, record);
  const forbidden = (one.forbidden ?? []).map(
    (rule) => markup`<li>${said.includes(rule) ? '✗ 说了' : '✓ 没说'}：${rule.reason ?? rule.regex}</li>`,
  );
  return section('期望', [
    ['应答方式', expectedWords(one)],
    ['应说明缺', one.expect.missing?.join(' / ')],
    ['条款', list(gold)],
    ['要点', list(nuggets)],
    ['禁语', list(forbidden)],
    ['完整问法', one.standalone],
    ['备注', one.note],
  ]);
}

function answer({ record }: Row, policy: Policy): Markup {
  const numbers = factsOf(record)
    .flatMap((segment) => numbersOf(segment, policy))
    .map(({ words, isStated }) => isStated ? markup`<span class="good">✓ ${words}</span> ` : markup`<span class="bad">✗ ${words}</span> `); // prettier-ignore
  const found = record.retrieved.slice(0, RETRIEVED).map(({ clause }) => clauseWord(clause));
  const facts = section(null, [
    ['声明缺', record.missing.join('、')],
    ['数字', numbers.length === 0 ? null : markup`${numbers}`],
    ['理解为', record.interpretedAs],
    ['检索前列', found.join('、')],
    ['信心', record.confidence?.toFixed(3)],
    ['耗时', `${record.milliseconds.toFixed(1)} 毫秒`],
  ]);
  return markup`<h4>实际：${outcomeWord(record.outcome)}</h4>${spoken(record.segments)}${facts}`;
}

function spoken(segments: readonly Segment[]): Markup {
  if (segments.length === 0) return markup`<p class="faint">没有答复。</p>`;
  const show = (segment: Segment) => markup`<span class="segment ${segment.kind}" title="${SEGMENT[segment.kind]}">${segment.text}</span>${marks(segment)}`; // prettier-ignore
  const key = Object.entries(SEGMENT).map(
    ([kind, word]) => markup`<span class="segment ${kind}">${word}</span>`,
  );
  return markup`<p class="answer">${segments.map(show)}</p><p class="key">${key}</p>`;
}

function marks({ citations }: Segment): Markup | null {
  if (citations.length === 0) return null;
  const numbers = [...new Set(citations.map(({ clause }) => clause))];
  return markup`<sup>${numbers.map((number) => `[${number === 0 ? '首部' : number}]`).join('')}</sup>`;
}

/** The clauses cited, then those that should have been. */
function clauses({ one, record }: Row, policy: Policy): Markup {
  const gold = goldSpansOf(one, policy);
  const known = new Set((one.gold?.clauses ?? []).map(({ id }) => id));
  const citations = record.segments.flatMap((segment) => segment.citations);
  const show = (number: number, tag: Markup): Markup => {
    const clause = clauseOf(policy, number);
    if (clause === undefined) return markup`<h4 class="bad">${clauseWord(number)}（方案里没有这一条）</h4>`;
    const wanted = gold.filter((span) => span.clause === number);
    const text = highlight(clause.text, spansOf(citations, number, clause.text), wanted);
    return markup`<h4>${clauseWord(number)} ${tag}</h4><p class="clause">${text}</p>`;
  };
  const shown = [
    ...clausesCited(record).map((number) =>
      show(number, known.size === 0 || known.has(number) ? CITED : NEEDLESS),
    ),
    ...clausesLeftOut(one, record).map((number) => show(number, LEFT_OUT)),
  ];
  if (shown.length === 0) return markup`<h4>条款</h4><p class="faint">没有引用条款，也没有应引的条款。</p>`;
  return markup`${shown}<p class="key"><mark>答复所引</mark> <u>标准片段</u></p>`;
}

type Entry = readonly [name: string, value: Markup | string | null | undefined];

/** Names and values; what has no value is left out. */
function section(title: string | null, entries: readonly Entry[]): Markup {
  const shown = entries.map(([name, value]) => (value ? markup`<dt>${name}</dt><dd>${value}</dd>` : null));
  return markup`${title === null ? null : markup`<h4>${title}</h4>`}<dl class="facts">${shown}</dl>`;
}

function list(items: readonly Markup[]): Markup | null {
  return items.length === 0 ? null : markup`<ul>${items}</ul>`;
}
