import type { Draft } from './draft.js';
import { gramsOf, unitPairs, unitsOf } from './grams.js';
import { termsOf } from './plain-words.js';
import type { Finding } from './verdict.js';

/** Words that point one way. One of the same list must stand in the part of the clause that is said again. */
const DIRECTIONS: readonly RegExp[] = [
  /增加|增多|增长|扩大|扩充|扩展|扩面|拓宽|新增|增设|提高|提升|加大|上升|上调|加强|强化|增强|提能|提质|增效|更多|翻番/u,
  /减少|压低|缩小|缩减|缩短|降低|下降|压缩|削减|下调|调低|减弱|削弱|减轻|降为|降至|降到|减/u,
  /放开|放宽|开放|敞开|松绑/u,
  /允许|准许|可采用/u,
  /收紧|限制|禁止|封闭|从严|严控|控制|管控|约束|限定|限购|叫停|阻止|遏制/u,
  /取消|撤销|废止|废除|停止|停办|停建|停|暂停|终止|关闭|拆除|拆|中止|放弃|解散|取缔|裁撤|清退|失去|丧失|剥夺|收回|没收/u,
  /退出/u,
  /加快|加速|提前|尽快|抓紧|加紧/u,
  /放慢|暂缓|推迟|延后|延期|减缓|拖延|缓|延迟|滞后/u,
  /排除|剔除|移出|踢出|移除|例外/u,
  /强制|强迫|强令|被迫|责令/u,
  /无偿|免费|自费/u,
  /收费|罚款|处罚|惩罚|追究|奖惩|惩/u,
  /反对|抵制|打击/u,
  /分离|分开/u,
  /合并|融合/u,
  /搬迁|搬到|搬|迁到|迁至/u,
];
// Of each line one is said where another would be false. Each must stand in the sentence of the clause that is said again.
const EXCLUSIVE =
  /公办|民办|公立|私立|常住地|户籍地|户籍|流入地|流出地|居住地|原籍|老家|所在地|国家级|省级|市级|县级|镇级|村级|区级|乡镇|苏南|苏中|苏北|国有|集体|民营|私营|私人|个人|外资|门诊|住院|存量|增量|幼儿园|小学|初中|高中|大学|高校|中小学|义务教育|高等|中等|学前|老人|老年|儿童|妇女|退休|失业|工伤|养老|生育|低保|出租|出售|转让|买卖|(?<!外)卖|买|购买|租|中央|上级|下级|基层|集中|分散|供给|需求|自愿|有偿|正面|负面|春季|秋季|早高峰|晚高峰|城际|市内/gu;
/** Characters of which one turns the other round: 流入 and 流出, 边界内 and 边界外. */
const OPPOSITES: readonly string[] = [
  '内外',
  '前后',
  '入出进',
  '大小',
  '多少',
  '高低',
  '增减',
  '上下',
  '有无',
  '新旧',
  '快慢',
  '先后',
  '公民私',
];

/** Whose task it is: 省负总责, not 市负总责. Only before what is done; 各市 and 各县 stand for one another. */
const LEVELS = '省市县镇';

export function checkDirection(draft: Draft): Finding {
  const used = draft.used.map(({ text }) => text).join('\n');
  const sentences = draft.used.map(({ whole }) => whole).join('\n');
  for (const words of DIRECTIONS) {
    const word = words.exec(draft.text)?.[0];
    if (word !== undefined && !words.test(used)) return { fault: 'polarity', detail: word };
  }
  for (const { 0: word, index } of draft.text.matchAll(EXCLUSIVE)) {
    if (!sentences.includes(word) && !termsOf(word).some((term) => sentences.includes(term)))
      return { fault: 'polarity', detail: word };
    const after = /^\p{Script=Han}{2}/u.exec(draft.text.slice(index + word.length))?.[0];
    if (after !== undefined && isOthers(word, after, sentences))
      return { fault: 'polarity', detail: word + after };
  }
  return checkOpposites(draft, new Set(gramsOf(used)));
}

/** 民办学校 where the clause has 公办学校 and 民办学位. */
function isOthers(word: string, after: string, text: string): boolean {
  if (text.includes(word + after)) return false;
  return [...text.matchAll(EXCLUSIVE)].some(
    ({ 0: other, index }) => other !== word && text.startsWith(after, index + other.length),
  );
}

function checkOpposites(draft: Draft, grams: ReadonlySet<string>): Finding {
  for (const [a, b] of unitPairs(unitsOf(draft.text))) {
    if (grams.has(a.text + b.text)) continue;
    const level =
      LEVELS.includes(a.text) && b.text !== '等'
        ? [...LEVELS].filter((other) => other !== a.text).map((other) => other + b.text)
        : [];
    const turned = [
      ...level,
      ...turns(a.text).map((other) => other + b.text),
      ...turns(b.text).map((other) => a.text + other),
    ];
    const instead = turned.find((gram) => grams.has(gram));
    if (instead !== undefined) return { fault: 'polarity', detail: `${a.text}${b.text} for ${instead}` };
  }
  return undefined;
}

function turns(character: string): string[] {
  const found = OPPOSITES.find((one) => one.includes(character)) ?? '';
  return [...found].filter((one) => one !== character);
}
