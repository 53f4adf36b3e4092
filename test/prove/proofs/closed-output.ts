import { ClosedOutput } from '../closed-output.js';
import { canary, noiseMaker, questionMaker, type Random } from '../inputs/questions.js';
import { Tally, type Proof } from '../proof.js';
import { comparable, inProcess } from '../service/in-process.js';
import { seeded } from '../../support/seeded.js';
import type { Message } from '../../../src/conversation/message.js';

const QUESTION = 300;
const MOST_TURNS = 3;

/** T01: whatever is asked, after whatever was said. */
export const closedOutput: Proof = {
  name: 'closed-output',
  claim: 'every answer decomposes into fixed wording and exact slices of clauses; no question is echoed',
  quick: 5000,
  full: 50_000,
  prove: async ({ n, seed, root, assistant }) => {
    const random = seeded(seed);
    const { policy, ...rest } = await assistant();
    const grammar = new ClosedOutput(root, policy);
    const { send } = inProcess({ policy, ...rest }, { root });
    const sensible = questionMaker(policy, random);
    const noise = noiseMaker(policy, random);
    const tally = new Tally('closed-output');
    const outcomes = new Map<string, number>();
    for (let i = 0; i < n; i += 1) {
      const mark = canary(random);
      const content = cut(marked(random.below(5) < 2 ? noise() : sensible(), mark, random));
      const before = random.below(4) === 0 ? history(sensible, noise, random) : [];
      const { status, answer } = await send([...before, { role: 'user', content }]);
      if (status !== 200) {
        tally.count(`${status} for ${content}`);
        continue;
      }
      outcomes.set(answer.outcome, (outcomes.get(answer.outcome) ?? 0) + 1);
      const isEchoed = comparable(answer).toUpperCase().includes(mark);
      tally.count(grammar.fault(answer), isEchoed && `echoes ${content}`);
    }
    const counts = [...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', ');
    return tally.result(counts);
  },
};

/** At the front, at the end or inside, so that the question stays one. */
function marked(text: string, mark: string, random: Random): string {
  const characters = [...text];
  const at =
    random.below(3) === 0 ? random.below(characters.length + 1) : random.below(2) * characters.length;
  return [...characters.slice(0, at), mark, ...characters.slice(at)].join('');
}

function cut(text: string): string {
  return [...text].slice(0, QUESTION).join('');
}

function history(sensible: () => string, noise: () => string, random: Random): Message[] {
  return Array.from({ length: 1 + random.below(MOST_TURNS) }, (): Message[] => [
    { role: 'user', content: cut(random.below(3) === 0 ? noise() : sensible()) },
    { role: 'assistant', content: random.below(2) === 0 ? sensible() : noise() },
  ]).flat();
}
