import { readFileSync } from 'node:fs';
import { Converter } from 'opencc-js/cn2t';
import { seeded } from './seeded.js';

/** A sentence with the clauses it cites. */
export type Labelled = { readonly text: string; readonly clauses: readonly number[] };
type Random = ReturnType<typeof seeded>;

const FIXTURES = `${import.meta.dirname}/../fixtures/verification`;
const traditional = Converter({ from: 'cn', to: 'tw' });

/** The files of each kind; how each was used while the checks were fitted stands in the README beside them. */
const FILES = {
  seen: ['right-zh', 'right-en', 'right-zh-fresh', 'right-zh-last'],
  unseen: ['right-zh-unseen'],
  'in plain words': ['right-zh-plain', 'right-zh-told', 'right-zh-sloppy'],
  contradictions: [
    'contradictions',
    'contradictions-last',
    'contradictions-plain',
    'contradictions-exchanged',
    'contradictions-told',
  ],
  'unseen contradictions': [
    'contradictions-unseen',
    'contradictions-final',
    'contradictions-sloppy',
    'contradictions-en',
    'contradictions-later',
  ],
} as const;

/** What there is, each file with whether its sentences are right. */
export const LABELLED_FILES: readonly { readonly name: string; readonly isRight: boolean }[] = Object.values(
  FILES,
)
  .flat()
  .map((name) => ({ name, isRight: name.startsWith('right') }));

/** Sentences written by hand: the clauses first, the sentence last on each line. */
export function handWritten(kind: keyof typeof FILES): Labelled[] {
  return FILES[kind].flatMap(readLabelled);
}

export function readLabelled(name: string): Labelled[] {
  return readFileSync(`${FIXTURES}/${name}.tsv`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .map((fields) => ({ clauses: (fields[0] ?? '').split(',').map(Number), text: fields.at(-1) ?? '' }));
}

type Swap = readonly [from: RegExp, to: readonly string[]];

// Notations of the same number, and words of the same strength. Each is applied to some of the places it fits.
const NOTATIONS: readonly Swap[] = [
  [/90%以上|百分之九十以上/u, ['90％以上', '９０%以上', '百分之九十以上', '90%及以上', '九成以上']],
  [/85%以上/u, ['85％以上', '８５%以上', '百分之八十五以上', '百分之85以上']],
  [
    /(?:不少于|至少)4万人/u,
    ['不少于40000人', '至少4万名', '不低于四万人', '至少40,000人', '不少于４万人', '4万人以上'],
  ],
  [/100家/u, ['100个', '一百家', '１００家', '100 家']],
  [/5个(?=万兆)/u, ['五个', '５个', '5座', '5 个']],
  [/50个(?=万兆)/u, ['五十个', '５０个', '50 个']],
  [/1小时/u, ['一小时', '1个小时', '１小时']],
  [
    /2025年底前|2025年年底之前/u,
    ['2025年年底前', '2025年底之前', '2025年底以前', '２０２５年底前', '二〇二五年底前', '到2025年底'],
  ],
  [/2000年底前|2000年底以前/u, ['2000年年底前', '2000年底之前', '2000年底以前', '２０００年底前']],
  [/五年内/u, ['5年内', '５年内', '五年之内', '五年以内']],
  [/1个(?=优势|潜力)/u, ['一个', '１个']],
  [/2024年12月5日/u, ['２０２４年１２月５日', '二〇二四年十二月五日']],
];
const WORDS: readonly Swap[] = [
  [/鼓励/u, ['提倡', '倡导']],
  [/推动/u, ['推进', '促进']],
  [/稳步|有序|逐步/u, ['一步步', '逐步', '稳步']],
  [/加快/u, ['抓紧']],
  [/完善/u, ['健全']],
  [/加强/u, ['强化']],
  [/探索/u, ['尝试']],
  [/依法/u, ['依照法律']],
  [/随迁子女/u, ['随迁孩子', '随迁的孩子']],
  [/因地制宜|根据当地情况|根据当地实际/u, ['结合当地实际', '因地制宜', '根据当地实际']],
  [/通过(?=收购)/u, ['用']],
  [/制定/u, ['出台']],
  [/农业转移人口/u, ['农民工']],
  [/以及|和(?=\p{Script=Han})/u, ['与', '以及']],
  [/要(?=[加推稳全建])/u, ['将', '会', '需']],
];
const OPENINGS = [
  '',
  '',
  '',
  '根据方案，',
  '方案提出，',
  '按照方案，',
  '方案里写到，',
  '实施方案明确，',
  '江苏提出，',
  '方案对此有安排：',
  '关于这个问题，方案提出：',
  '按方案的要求，',
  '对此，',
];
const ENDINGS = ['。', '。', '', '，方案是这样写的。', '，这是方案里的内容。', '，这是方案提出的要求。'];

/** So many right answers, each a hand-written one in other words, notation or script; no two the same. English stays as written. */
export function rightAnswers(from: readonly Labelled[], count: number, seed: number): Labelled[] {
  const random = seeded(seed);
  const zh = from.filter(({ text }) => !/[a-z]{4}/u.test(text));
  const answers = new Map(from.map((one) => [one.text, one]));
  while (answers.size < count) {
    const one = rephrase(random.pick(zh), random);
    const both = random.below(8) === 0 ? join(one, rephrase(random.pick(zh), random)) : one;
    const open = decorate(both, random);
    const written = random.below(10) === 0 ? { ...open, text: traditional(open.text) } : open;
    answers.set(written.text, written);
  }
  return [...answers.values()].slice(0, count);
}

/** The same in other words and notation. */
function rephrase({ text, clauses }: Labelled, random: Random): Labelled {
  let said = text;
  for (const [from, to] of [...NOTATIONS, ...WORDS]) {
    const at = from.exec(said)?.index ?? -1;
    // What stands in quotation marks is the plan's wording.
    const isQuoted = said.lastIndexOf('“', at) > said.lastIndexOf('”', at);
    if (at !== -1 && !isQuoted && random.below(3) > 0) said = said.replace(from, random.pick(to));
  }
  return { text: said, clauses };
}

function decorate({ text, clauses }: Labelled, random: Random): Labelled {
  const opening = text.startsWith('方案') ? '' : random.pick(OPENINGS);
  const ending = random.pick(ENDINGS);
  const said = `${opening}${text.replace(/。$/u, ending)}`;
  return { text: random.below(12) === 0 ? said.replaceAll('，', ',') : said, clauses };
}

/** Two answers in one sentence, each from its own clause. */
function join(a: Labelled, b: Labelled): Labelled {
  return {
    text: `${a.text.replace(/。$/u, '')}；${b.text}`,
    clauses: [...new Set([...a.clauses, ...b.clauses])],
  };
}

type Plant = {
  readonly kind: string;
  readonly from: RegExp;
  readonly to: (match: string, random: Random) => readonly string[];
};

const scaled = (by: (n: number, random: Random) => number) => (match: string, random: Random) => [
  match.replace(/\d+(?:\.\d+)?/u, (digits) => String(by(Number(digits), random))),
];
const AMOUNT = /\d+(?:%|万人|家|个|小时)|五年(?=内)/u;
const PERCENT = /\d+%以上/u;
const FLOOR = /(?:不少于|至少)\d+万人/u;
const COUNT = /(?:建成|集中发展)\d+[家个]/u;
const DATE = /20\d\d年(?:年)?底(?:之|以)?前/u;
const arabic = (match: string) => match.replace('五', '5');

/** What can be wrong about a number, each as something a model could write. */
const PLANTS: readonly Plant[] = [
  { kind: '±1', from: AMOUNT, to: (m, r) => scaled((n) => n + (r.below(2) === 0 ? 1 : -1))(arabic(m), r) },
  {
    kind: '×10',
    from: AMOUNT,
    to: (m, r) => scaled((n) => (r.below(2) === 0 ? n * 10 : n / 10))(arabic(m), r),
  },
  {
    kind: 'unit',
    from: /\d+%/u,
    to: (m) => [
      m.replace('%', '‰'),
      m.replace('%', '个百分点'),
      m.replace('%', '个'),
      m.replace('%', '万人'),
    ],
  },
  {
    kind: 'unit',
    from: /\d+万人/u,
    to: (m) => [
      m.replace('万人', '人'),
      m.replace('万人', '亿人'),
      m.replace('万人', '万户'),
      m.replace('万人', '千人'),
      m.replace('万人', '万家'),
    ],
  },
  { kind: 'unit', from: /100家/u, to: () => ['100万家', '100人', '100%', '100项', '100批', '100户'] },
  {
    kind: 'unit',
    from: /\d+个/u,
    to: (m) => [m.replace('个', '%'), m.replace('个', '万个'), m.replace('个', '批'), m.replace('个', '项')],
  },
  { kind: 'unit', from: /1小时/u, to: () => ['1分钟', '1天', '1公里', '1年'] },
  { kind: 'unit', from: /五年内/u, to: () => ['五个月内', '五天内', '五周内'] },
  {
    kind: 'comparator',
    from: PERCENT,
    to: (m) => ['以下', '左右', '', '以内', '上下'].map((word) => m.replace('以上', word)),
  },
  {
    kind: 'comparator',
    from: PERCENT,
    to: (m) => ['不超过', '低于', '约', '超过', '接近'].map((word) => word + m.replace('以上', '')),
  },
  {
    kind: 'comparator',
    from: FLOOR,
    to: (m) =>
      ['不超过', '少于', '约', '', '超过', '最多', '近'].map((word) => word + m.replace(/^\D+/u, '')),
  },
  {
    kind: 'comparator',
    from: COUNT,
    to: (m) => [
      m.replace(/(?=\d)/u, '至少'),
      m.replace(/(?=\d)/u, '不超过'),
      m.replace(/(?=\d)/u, '超过'),
      m.replace(/(?=\d)/u, '约'),
    ],
  },
  {
    kind: 'comparator',
    from: DATE,
    to: (m) => [
      m.replace(/(?:之|以)?前/u, '后'),
      m.replace(/(?:之|以)?前/u, ''),
      m.replace(/底(?:之|以)?前/u, '后'),
      m.replace(/年?底/u, ''),
    ],
  },
  { kind: 'comparator', from: /五年内/u, to: () => ['五年后', '五年以上', '五年左右', '超过五年'] },
  {
    kind: 'year',
    from: /20\d\d(?=年)/u,
    to: (m, r) => [String(Number(m) + r.pick([1, -1, 2, 5, 10, -10, 3]))],
  },
  { kind: 'year', from: /12月5日/u, to: () => ['11月5日', '12月6日', '12月15日', '10月5日', '12月25日'] },
  {
    kind: 'another',
    from: /\d+(?=%)/u,
    to: (m) => ['90', '85', '100', '95', '80', '50', '4', '70', '60'].filter((n) => n !== m),
  },
  {
    kind: 'another',
    from: /\d+(?=万人|家|个|小时)/u,
    to: (m) => ['4', '100', '1', '5', '50', '90', '85', '2', '17', '102'].filter((n) => n !== m),
  },
  {
    kind: 'another',
    from: /20\d\d(?=年)/u,
    to: (m) => ['2000', '2024', '2025', '2030', '2035', '2027'].filter((n) => n !== m),
  },
];

/** So many answers with one number wrong, made from right ones: half from hand-written sentences, half from the plan's own. */
export function wrongNumbers(
  from: readonly Labelled[],
  count: number,
  seed: number,
): (Labelled & { readonly kind: string })[] {
  const random = seeded(seed);
  const bases = from.filter(({ text }) => PLANTS.some((plant) => plant.from.test(text)));
  const right = new Set(from.map(({ text }) => text));
  const found = new Map<string, Labelled & { readonly kind: string }>();
  for (let tries = 0; found.size < count && tries < count * 50; tries += 1) {
    const base = random.pick(bases);
    const plants = PLANTS.filter((plant) => plant.from.test(base.text));
    const plant = random.pick(plants);
    const wrong = base.text.replace(globally(plant.from, base.text, random), (match) =>
      random.pick(plant.to(match, random)),
    );
    const { text } = decorate({ ...base, text: renotate(wrong, random) }, random);
    if (wrong !== base.text && !right.has(text))
      found.set(text, { text, clauses: base.clauses, kind: plant.kind });
  }
  return [...found.values()];
}

/** One of the places a pattern fits, as a pattern that fits there alone. */
function globally(pattern: RegExp, text: string, random: Random): RegExp {
  const places = [...text.matchAll(new RegExp(pattern, 'gu'))];
  const { index } = random.pick(places);
  return new RegExp(`(?<=^[^]{${index}})(?:${pattern.source})`, 'u');
}

/** The wrong number in full-width digits or with a full-width sign, as often as the right ones are. */
function renotate(text: string, random: Random): string {
  const kind = random.below(4);
  if (kind === 0)
    return text.replaceAll(/[0-9]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  return kind === 1 ? text.replaceAll('%', '％') : text;
}
