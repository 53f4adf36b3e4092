import { statementsOf, type Deed, type Statement } from './deeds.js';
import type { Draft } from './draft.js';
import type { Part } from './evidence.js';
import { gramsOf } from './grams.js';
import type { Finding } from './verdict.js';

/** The same words in another order can say the opposite. */
export function checkOrder(draft: Draft): Finding {
  for (const statement of statementsOf(draft)) {
    const turned = statement.deeds.find((deed) => DIRECTED.test(deed.word) && isTurned(statement.text, deed));
    const found = turned?.word ?? swapped(statement.text, draft.used);
    if (found !== undefined) return { fault: 'unsupported', detail: `${found} the other way round` };
    // 机制是“研发在南京+制造在周边” says what something is, in its own order.
    if (!draft.isTranslated && !statement.text.includes('是') && isShuffled(statement, draft.used))
      return { fault: 'unsupported', detail: `${statement.text} in another order` };
  }
  return undefined;
}

/** What is spoken of may come first; more than that makes another sentence: 按照公共服务规模优化人口布局. */
const MOST_RETURNS = 1;
/** Fewer words can hardly be put in an order that says something else. */
const ENOUGH = 3;

function isShuffled({ text }: Statement, used: readonly Part[]): boolean {
  const grams = gramsOf(text);
  const counts = used.map((part) => grams.filter((gram) => part.grams.has(gram)).length);
  const most = Math.max(0, ...counts);
  const best = used[counts.indexOf(most)];
  if (best === undefined || most < ENOUGH) return false;
  const order = gramsOf(best.text);
  let at = 0;
  let returns = 0;
  for (const gram of grams.filter((one) => best.grams.has(one))) {
    const next = order.indexOf(gram, at);
    if (next === -1) returns += 1;
    at = next === -1 ? order.indexOf(gram) : next;
  }
  return returns > MOST_RETURNS;
}

/** Between two, of which each could do it to the other. */
const DIRECTED = /^(?:入股|纳入|承接|吸引|赋予|延伸|投资|领导|供给|覆盖|支持|引导|对接)$/u;
/** 园区入股村集体, where the clause lets 村集体入股园区. One side alone may come first: 园区，村集体可入股. */
function isTurned(text: string, { word, homes }: Deed): boolean {
  const at = text.indexOf(word);
  const [before, after] = [gramsOf(text.slice(0, at)), gramsOf(text.slice(at + word.length))];
  const parts = homes.flatMap((home) => home.filter((part) => part.text.includes(word)));
  return (
    parts.length > 0 &&
    parts.every((part) => {
      const there = part.text.indexOf(word);
      const first = new Set(gramsOf(part.text.slice(0, there)));
      const last = new Set(gramsOf(part.text.slice(there + word.length)));
      return (
        before.some((gram) => last.has(gram) && !first.has(gram)) &&
        after.some((gram) => first.has(gram) && !last.has(gram))
      );
    })
  );
}

/** 南京在圈内城市, where the clause has 圈内城市在南京. */
const WHERE = /(?<![现存正还])(?<word>[在向对与])(?<next>\p{Script=Han}{2})/gu;
function swapped(text: string, used: readonly Part[]): string | undefined {
  return [...text.matchAll(WHERE)]
    .map(({ groups }) => ({ word: groups?.['word'] ?? '', next: groups?.['next'] ?? '' }))
    .filter(({ word, next }) => {
      const parts = used
        .map((part) => part.text.replaceAll('保持在', '···'))
        .filter((part) => part.includes(word) && part.includes(next));
      return parts.length > 0 && parts.every((part) => part.lastIndexOf(next) < part.indexOf(word));
    })
    .map(({ word, next }) => word + next)[0];
}
