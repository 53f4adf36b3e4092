import { questionMaker } from '../inputs/questions.js';
import { Tally, type Proof } from '../proof.js';
import { comparable, inProcess } from '../service/in-process.js';
import { seeded } from '../../support/seeded.js';

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const KINDS: Readonly<Record<string, readonly number[]>> = {
  'zero width': [0x00ad, 0x034f, 0x061c, ...range(0x180b, 0x180f), ...range(0x200b, 0x200f), ...range(0x2060, 0x2064), 0xfeff], // prettier-ignore
  bidirectional: [...range(0x202a, 0x202e), ...range(0x2066, 0x206f)],
  'variation selector': [...range(0xfe00, 0xfe0f), ...range(0xe0100, 0xe01ef)],
  tag: [0xe0001, ...range(0xe0020, 0xe007f)],
  combining: [...range(0x0300, 0x0314), ...range(0x0320, 0x0338), ...range(0x20d0, 0x20dc), 0x20e3],
};
const QUESTIONS = 50;
const MOST = 4;

/** T16: what a reader cannot see does not change what is understood; nor does full width. */
export const invisible: Proof = {
  name: 'invisible',
  claim: 'hidden characters, marks laid over others and full width give the answer of the plain question',
  quick: 20_000,
  full: 100_000,
  mayFail: 0.005,
  prove: async ({ n, seed, root, assistant }) => {
    const random = seeded(seed);
    const knowing = await assistant();
    const { ask } = inProcess(knowing, { root });
    const make = questionMaker(knowing.policy, random);
    const tally = new Tally('invisible');
    const failed = new Map<string, number>();
    const points = Object.entries(KINDS).flatMap(([kind, codes]) => codes.map((code) => ({ kind, code })));
    // Every tenth is full width, which is a change of what stands there and not something added.
    const perQuestion = Math.min(points.length, Math.ceil(n / QUESTIONS));
    for (let begun = 0; begun < n; begun += perQuestion) {
      const question = make();
      const expected = comparable((await ask(question)).answer);
      for (let i = begun; i < Math.min(n, begun + perQuestion); i += 1) {
        const { kind, code } = points[i % points.length] ?? { kind: '', code: 0 };
        const isWide = i % 10 === 9;
        const changed = isWide ? wide(question) : hide(question, String.fromCodePoint(code), random);
        const same = comparable((await ask(changed)).answer) === expected;
        const what = isWide ? 'full width' : kind;
        if (!same) failed.set(what, (failed.get(what) ?? 0) + 1);
        tally.count(!same && `${what}${isWide ? '' : ` U+${code.toString(16)}`} in ${question}`);
      }
    }
    const kinds = [...failed].map(([kind, count]) => `${kind} ${count}`).join(', ');
    return tally.result(`${points.length} code points${kinds === '' ? '' : `; differing: ${kinds}`}`);
  },
};

function hide(text: string, what: string, random: ReturnType<typeof seeded>): string {
  const characters = [...text];
  for (let i = 1 + random.below(MOST); i > 0; i -= 1)
    characters.splice(1 + random.below(characters.length), 0, what);
  return characters.join('');
}

function wide(text: string): string {
  return text.replaceAll(/[!-~]/gu, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
}
