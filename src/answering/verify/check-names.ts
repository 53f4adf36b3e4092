import type { Draft } from './draft.js';
import { placesIn } from './places.js';
import type { Finding } from './verdict.js';

const QUOTED = /[“"「『‘《〈](?<inner>[^”"」』’》〉]*)(?<close>[”"」』’》〉]?)/gu;
const ORGANISATION =
  /\p{Script=Han}{2}(?<kind>大学|学院|研究院|研究所|实验室|银行|公司|集团(?!化)|委员会|领导小组|协会|学会|商会|基金会|联合会|法院|检察院|派出所|居委会|村委会|街道办|中介|事务所|医院|中学|小学|厅|(?<!布|格|结)局(?!面|部|限)|办公室|专班|服务中心|窗口|大厅|平台)|人社|卫健|发改|住建|公安|民政|财政(?!性)|税务|医保局|教育厅|工信|自然资源|党委|省委|市委|人大|政协|国务院|工会|社区居委/gu;
const LATIN = /[a-z]{2,}/gu;

/** Places, organisations and quoted terms must stand in what is cited. */
export function checkNames(draft: Draft): Finding {
  const text = draft.cited.map((one) => one.text).join('\n');
  const near = draft.used.map(({ whole, clause }) => `${whole}\n${clause.title}`).join('\n');
  for (const { groups } of draft.text.matchAll(QUOTED)) {
    const inner = groups?.['inner']?.trim() ?? '';
    if (groups?.['close'] === '' || !text.includes(inner)) return { fault: 'quoted_term', detail: inner };
  }
  for (const { name, end } of placesIn(draft.text)) {
    if (!near.includes(name)) return { fault: 'place', detail: name };
    const after = draft.text.slice(end, end + 2);
    if (/^\p{Script=Han}{2}$/u.test(after) && isOthers(name, after, near))
      return { fault: 'place', detail: name + after };
  }
  for (const { 0: name, groups } of draft.text.matchAll(ORGANISATION)) {
    const tail = groups?.['kind'] === undefined ? name : name.slice(1);
    if (!text.includes(tail) && !/[和与及的在由把对到有个各]$/u.test(name.slice(0, 2)))
      return { fault: 'organisation', detail: name };
  }
  // English arrives in the clause's terms; what is left of it is in no list. REITs is the clause's own.
  for (const [word] of draft.text.matchAll(LATIN)) {
    if (!text.includes(word)) return { fault: 'unsupported', detail: word };
  }
  return undefined;
}

/** 徐州海港, where the clause has 连云港海港 and 徐州国际陆港. */
function isOthers(name: string, after: string, text: string): boolean {
  if (text.includes(name + after)) return false;
  return placesIn(text).some((place) => place.name !== name && text.startsWith(after, place.end));
}
