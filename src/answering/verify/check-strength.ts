import type { Demand } from './demands.js';
import type { Draft, DraftPart } from './draft.js';
import type { Part } from './evidence.js';
import { gramsOf } from './grams.js';
import { placesIn } from './places.js';
import type { Finding } from './verdict.js';

/** So many pairs of characters of what a word limits make a sentence speak of it. */
const SPEAKS = 2;

// Each must stand in the part of the clause that the sentence says again; elsewhere in the clause is not enough.
const STRONG =
  /必须|务必|必需|必要|一律|应当|应该|理应|不得|强制|硬性|立即|立刻|马上|当即|即刻|随即|一次性|一步到位|一概|统统|通通|凡是|凡|人人|每个人|每人|每一|每家|每个|每位|谁都|无论|不论|不管|无需|无须|全省|全国|全市|全县|全域|全体|全员|全部|全面|全覆盖|全都|全程|完全|彻底|所有|任何|一切|整个|普遍|广泛|大规模|直接|已经(?!稳定就业|符合条件|具备条件|持有)|业已|早已|均已|已(?!经|稳定就业|符合条件|具备条件|持有)|正式|正在|生效|施行|开通|运营|启用|首次|率先|领先|第一|唯一|最大|最高|最先|最好|最多|最|只|仅|才|确保|务求|决不|绝不|绝对|坚决|严格|都(?!市)|各(?![自类地0-9])|均(?!衡|等)|(?<![说指写提到讲对])的是|统一|永久|长期|一直|始终|随时|自动|应保尽保|(?:建立|完成|实现|建成|放开|放宽|取消|实施|推行|纳入|覆盖|形成|出台|增加|扩大|启动|解决|落实|优化|改造|建设|实行|结束|办理)(?:了|完毕|完|好了)/gu;
/** Step by step is less than 全域, and no less a claim. */
const PACE = /稳步|逐步|有序|稳妥|一步一?步|分步|逐渐|循序渐进/u;
// What a person could take for a claim on somebody. 可 and 能 say that a thing can be had now.
const PROMISE =
  /保证|承诺|担保|包[您你]|一定|肯定|必定|必将|定能|准能|放心|领取|领到|拿到|获得|得到|享受|享有|发放|发给|给予|补贴|补助|奖金|奖励|奖|报销|减免|免费|免除|免收|免|退还|返还|赔偿|补偿|资助|给(?!予)|帮[您你]|替[您你]|为[您你]|[您你](?:将|会|就|的权利|有)|有权|权利|权益|资格|批准|通过审核|成功|优先|到账|到位|名额|我们|我|咱|可以|可(?=[^持再靠观行控])|能够|能(?![力源级效耗量增])/gu;
const MAY = /可(?![复持靠观])/u;
/** 能享有 and 可以采用 for 可享有 and 可采用; 享受 for 享有. */
function isMay(word: string, after: string, grants: string): boolean {
  if (word === '可以' && MAY.test(grants)) return true;
  if (word === '享受') return grants.includes('享有');
  return /^(?:能|能够|可以)$/u.test(word) && grants.includes(`可${after.slice(0, 1)}`);
}

const NO_ENTITLEMENT = /[功智才性节提技职权赋效产动]能/gu;

/** 灵活就业人员有社保补贴: a policy on something gives it to nobody. Who has something (有居住证的) is only named. */
const HAS = /(?<![所还没具])有(?![关序效偿利着多两几安规要])[^的]{2,}$/u;

/** Nothing that limits may be left out, nothing that strengthens, widens or promises put in. */
export function checkStrength(draft: Draft): Finding {
  const used = draft.used.map(({ text }) => text).join('\n');
  for (const { word, near } of strongWords(draft)) {
    if (!near.some(({ text, whole }) => (word === '各' ? whole : text).includes(word)))
      return { fault: /[所全任每凡都各均省国市]/u.test(word) ? 'scope' : 'modality', detail: word };
  }
  const slowed = draft.parts.find(
    ({ text, used }) => PACE.test(text) && used.length > 0 && !used.some((one) => PACE.test(one.text)),
  );
  if (slowed !== undefined) return { fault: 'modality', detail: PACE.exec(slowed.text)?.[0] ?? '' };
  const grants = used.replaceAll(NO_ENTITLEMENT, '··');
  for (const { 0: word, index } of draft.text.replaceAll(NO_ENTITLEMENT, '··').matchAll(PROMISE)) {
    if (!grants.includes(word) && !isMay(word, draft.text.slice(index + word.length), grants))
      return { fault: 'promise', detail: word };
  }
  const has = draft.parts.find(({ text }) => !draft.isTranslated && HAS.test(text) && !HAS.test(used));
  if (has !== undefined) return { fault: 'promise', detail: HAS.exec(has.text)?.[0] ?? '' };
  for (const part of draft.parts) {
    const missing = demandsOn(part).find((demand) => !isMet(demand, part, draft));
    if (missing) return { fault: missing.fault, detail: `without ${missing.word}` };
  }
  return undefined;
}

/** Strong words with the parts of the clause beside which they stand: what is done 全面 to one thing is not done so to another. */
function strongWords(draft: Draft): { readonly word: string; readonly near: readonly Part[] }[] {
  return draft.parts.flatMap(({ text, used }) =>
    [...text.matchAll(STRONG)].map(([word]) => ({ word, near: used.length > 0 ? used : draft.used })),
  );
}

/** What the clause demands of this part of the sentence, by what it says again. */
function demandsOn(part: DraftPart): Demand[] {
  // Naming the same city is not yet saying the same.
  const places = new Set(placesIn(part.text).flatMap(({ name }) => gramsOf(name)));
  const said = [...part.grams].filter((gram) => !places.has(gram));
  return part.used
    .flatMap(({ demands }) => demands)
    .filter(({ scope }) => said.filter((gram) => scope.has(gram)).length >= SPEAKS);
}

/** Its own part says it; or another does that has no need of it itself, or speaks of the same thing: 高校…，方案是支持的. */
function isMet(demand: Demand, part: DraftPart, draft: Draft): boolean {
  if (demand.accepted.test(part.text)) return true;
  const others = draft.parts.filter((one) => one !== part);
  if (demand.place === 'anywhere') return others.some((one) => demand.accepted.test(one.text));
  const at = draft.parts.indexOf(part);
  if (part.grams.size <= TOPIC && draft.parts.slice(at + 1).some((one) => LIMITED.test(one.text)))
    return true;
  return others
    .filter((one) => demand.accepted.test(one.text))
    .some((one) => {
      if (one.grams.size <= PREDICATE && draft.parts.indexOf(one) === at + 1) return true;
      const own = demandsOn(one);
      return own.includes(demand) || !own.some(({ word }) => word === demand.word);
    });
}

const LIMITED = /鼓励|支持|引导|推动|推进|探索|试点|提倡|倡导|促进|尝试/u;

/** So few pairs of characters only name what the rest of the sentence is about: 都市圈的规划，方案推动统一编制. */
const TOPIC = 5;
/** So few only say what is done with it: …等项目，要加快建设. */
const PREDICATE = 3;
