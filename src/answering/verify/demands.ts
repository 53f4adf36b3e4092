import { gramsOf } from './grams.js';
import { placeLists } from './places.js';

/** A word of a clause that limits what it says; a sentence that says the same without it says more than the clause. */
export type Demand = {
  readonly fault: 'modality' | 'scope';
  /** The word as it stands in the clause. */
  readonly word: string;
  /** What a sentence may say for it. */
  readonly accepted: RegExp;
  /** own: beside what it limits; anywhere: once in the sentence is enough. */
  readonly place: 'own' | 'anywhere';
  /** Pairs of characters that only stand where the word applies. */
  readonly scope: ReadonlySet<string>;
};

type Rule = readonly [word: RegExp, accepted: RegExp];

/** Who is to do it and how firmly. */
const WILLS: readonly Rule[] = [
  [/鼓励/u, /鼓励|提倡|倡导/u],
  [/支持/u, /支持|扶持/u],
  [/引导/u, /引导/u],
  [/推动/u, /推动|推进|促进/u],
  [/推进/u, /推进|推动|促进/u],
  [/加快/u, /加快|抓紧|加紧/u],
];
/** Tried, not done; done step by step; done within limits. */
const LIMITS: readonly Rule[] = [
  [/探索/u, /探索|尝试|摸索/u],
  [/试点/u, /试点|试行/u],
  [/允许/u, /允许|准许/u],
];
const PACES: readonly Rule[] = [
  [
    /稳步|逐步|有序|稳妥/u,
    /稳步|逐步|有序|稳妥|一步一?步|分步|逐渐|循序渐进|step by step|stead|gradual|orderly|prudent/u,
  ],
  [/依法/u, /依法|依照法律|按照法律/u],
  [/适时/u, /适时|适当的?时候|合适的?时候/u],
  [/按程序/u, /程序/u],
  [/可(?=采用|以)/u, /可/u],
  [/自愿/u, /自愿/u],
  [/有偿/u, /有偿|补偿/u],
];
/** Whom or what it is for. */
const SCOPES: readonly Rule[] = [
  [/符合条件|具备条件|有条件/u, /条件/u],
  [/稳定就业/u, /稳定(?:的)?就业|就业(?:比较|较)?稳定|稳定(?:的)?工作|工作(?:比较|较)?稳定/u],
  [/净流入/u, /净流入|优势地区(?!.*城市)/u],
  [/农业转移人口/u, /农业转移人口|农民工|进城务工/u],
  [/灵活就业/u, /灵活就业/u],
  [/新就业形态/u, /新就业形态/u],
  [/居住证/u, /居住证/u],
  [/随迁子女/u, /随迁/u],
  [/突出贡献/u, /突出(?:的)?贡献/u],
  [/进城落户农民/u, /进城落户/u],
  [/省级以上/u, /省级以上/u],
  [/公共领域/u, /公共领域/u],
  [/圈内/u, /圈内|圈里|圈/u],
  [/毗邻/u, /毗邻|相邻/u],
  [/返乡/u, /返乡|回乡/u],
  [/跨省/u, /跨省/u],
  [/异地/u, /异地|外地/u],
  [/县域/u, /县/u],
  [/[0-9]{4}年底前(?=[^,、]{1,4}的)/u, /[0-9零一二三四五六七八九〇]{4}年/u],
  [/县级/u, /县/u],
  [/需改造/u, /需(?:要)?改造/u],
  [/潜力县/u, /潜力(?!突破)/u],
  [/(?<=[大多高])地区|优势地区/u, /地区|地方|净流入/u],
  [/老旧/u, /老旧|老|旧/u],
];

/** The demands of a part of a clause. */
export function demandsOf(part: string): Demand[] {
  const limits = [...WILLS, ...LIMITS].flatMap((rule) => locate(rule, part));
  // Names in quotation marks limit nothing: “…以居住证为主要依据”的入学政策. Brackets part nothing: 县(市、区).
  const bare = part.replaceAll(/“[^”]*”|\([^)]*\)/gu, (name) => '·'.repeat(name.length));
  return [
    ...limits.map(
      (one) =>
        ({
          fault: 'modality',
          place: 'own',
          ...scoped(one, part, isNoun(one, part) ? 'item' : 'after'),
        }) as const,
    ),
    ...PACES.flatMap((rule) => locate(rule, part)).map(
      (one) => ({ fault: 'modality', place: 'anywhere', ...scoped(one, part, 'after') }) as const,
    ),
    ...SCOPES.flatMap((rule) => locate(rule, bare)).map(
      (one) => ({ fault: 'scope', place: 'anywhere', ...scoped(one, bare, 'near') }) as const,
    ),
    ...placesOf(bare).map(
      (one) => ({ fault: 'scope', place: 'anywhere', ...scoped(one, bare, 'place') }) as const,
    ),
  ];
}

type Reach = 'after' | 'item' | 'near' | 'place';
const STOPS: Readonly<Record<Reach, RegExp>> = {
  after: /、|(?<=.{4})的/u,
  item: /、/u,
  near: /$/u,
  place: /[、和与]/u,
};
/** Who something is for stands right before it; what comes later in the part may be said without. */
const NEAR = 14;
type Located = { readonly word: string; readonly accepted: RegExp; readonly index: number };

function locate([word, accepted]: Rule, part: string): Located[] {
  const match = word.exec(part);
  return match ? [{ word: match[0], accepted, index: match.index }] : [];
}

/** Places named one after another, of which a sentence may name one: 推动南京、苏州进一步优化落户措施. */
function placesOf(part: string): Located[] {
  return placeLists(part).map(({ written, names, index }) => ({
    word: written,
    accepted: new RegExp(names.join('|'), 'u'),
    index,
  }));
}

/** 试点, and 探索 at the end of a part, limit what stands before them. */
function isNoun({ word, index }: Located, part: string): boolean {
  return word === '试点' || /^[,，;；。]?$/u.test(part.slice(index + word.length));
}

/** A word at the head of a part limits all of it; elsewhere what follows in its own list item. 试点 and who it is for limit the whole item. */
function scoped(
  { word, accepted, index }: Located,
  part: string,
  reach: Reach,
): Pick<Demand, 'word' | 'accepted' | 'scope'> {
  if (index < 2 && reach === 'after') return { word, accepted, scope: new Set(gramsOf(part)) };
  const start =
    reach === 'item' ? part.lastIndexOf('、', index) + 1 : index + (reach === 'after' ? word.length : 0);
  const after = part.slice(index + word.length);
  const cut = STOPS[reach].exec(after)?.index ?? after.length;
  const end = index + word.length + (reach === 'item' || reach === 'after' ? cut : Math.min(NEAR, cut));
  const others = new Set(gramsOf(`${part.slice(0, start)}、${part.slice(end)}`));
  return {
    word,
    accepted,
    scope: new Set(gramsOf(part.slice(start, end)).filter((gram) => !others.has(gram))),
  };
}
