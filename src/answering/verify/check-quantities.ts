import type { Draft } from './draft.js';
import type { Quantity } from './quantity.js';
import { MEASURES, readQuantities } from './read-quantities.js';
import type { Finding } from './verdict.js';

// Amounts without a number, and times counted from today: true only if the clause has the very words.
const VAGUE =
  /一半|过半|半数|大多数|绝大多数|多数|大部分|绝大部分|少数|少部分|若干|[数几好上成][十百千万亿]|几[个家所座项名人年月天]|翻番|翻倍|翻一番|成倍|分之/gu;
const RELATIVE =
  /今年|明年|后年|去年|前年|本月|下月|上月|本周|下周|今天|明天|昨天|年内|月底|季度|上半年|下半年|目前|现在|如今|眼下|当前|近期|最近|不久|届时|到期|(?<![0-9])年底|元旦|春节/gu;
const RATES =
  /每年|每月|每天|每日|每周|每季度|每家|每县|每市|每人|人均|户均|年均|月均|累计|合计|总共|一共|共计|共(?=[0-9])/gu;

/** Every number and date must stand in a cited clause with the same unit and comparator, beside the same things. */
export function checkQuantities(draft: Draft): Finding {
  const evidence = draft.cited.flatMap((one) => one.quantities);
  const text = draft.cited.map((one) => one.text).join('\n');
  for (const quantity of readQuantities(draft.text)) {
    const wrong = checkQuantity(quantity, evidence, draft);
    if (wrong) return { fault: quantity.kind, detail: `${quantity.text}: ${wrong}` };
  }
  const free = draft.text.replaceAll(/百分之/gu, '');
  for (const [word] of free.matchAll(VAGUE)) {
    if (!text.includes(word)) return { fault: 'number', detail: word };
  }
  for (const [word] of draft.text.matchAll(RELATIVE)) {
    if (!text.includes(word)) return { fault: 'date', detail: word };
  }
  const used = draft.used.map((one) => one.text).join('\n');
  for (const [word] of draft.text.matchAll(RATES)) {
    if (!used.includes(word)) return { fault: 'number', detail: `${word} is not in the clause` };
  }
  return undefined;
}

function checkQuantity(quantity: Quantity, evidence: readonly Quantity[], draft: Draft): string | undefined {
  const alike = evidence.filter((one) => isAlike(quantity, one));
  if (quantity.isArticle && !evidence.some((one) => one.unit === quantity.unit && isBeside(quantity, one)))
    return undefined;
  if (alike.length === 0) return 'not in a cited clause';
  const best = (list: readonly Quantity[]) =>
    Math.max(0, ...list.map((one) => shared(quantity.near, one.near)));
  const others = evidence.filter((one) => one.kind === quantity.kind && !isAlike(quantity, one));
  if (best(others) > best(alike)) return 'belongs to something else';
  if (
    !alike.some(
      (one) => isBeside(quantity, one) || draft.used.some((part) => shared(one.part, part.grams) > 1),
    )
  )
    return 'beside other words';
  const rate = alike.every((one) => one.rate !== '') ? alike[0]?.rate : undefined;
  if (rate !== undefined && !draft.text.includes(rate)) return `without ${rate}`;
  return undefined;
}

function isAlike(a: Quantity, b: Quantity): boolean {
  if (a.kind !== b.kind || a.comparator !== b.comparator) return false;
  // English counts things without saying 个 or 家.
  if (a.unit === '*' ? MEASURES.test(b.unit) : a.unit !== b.unit) return false;
  // 2024年12月 is as true as 2024年12月5日.
  return (
    a.value === b.value ||
    (a.kind === 'date' && a.comparator === '=' && b.value.startsWith(a.value.replace(/-+$/u, '-')))
  );
}

function isBeside(a: Quantity, b: Quantity): boolean {
  return shared(a.part, b.part) > 0;
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const gram of a) if (b.has(gram)) count += 1;
  return count;
}
