import type { Policy } from '../src/domain/policy.js';
import { ANSWERABILITIES, caseSchema, type Case } from './cases.js';
import { groupBy } from './group-by.js';
import { rate, type Metric } from './metric.js';
import type { Row } from './summarize.js';

/** Strict accuracy of some of the cases. */
export type Slice = { readonly name: string; readonly metric: Metric };

const LAST_TURN = 4;
const AUDIENCES = ['official', 'lay', 'conversations', ...ANSWERABILITIES.filter((one) => one !== 'full')];
const TURNS = [...Array.from({ length: LAST_TURN }, (_, i) => `turn ${i + 1}`), `turn ${LAST_TURN}+`];

/** The ways of cutting a set and the names their slices can have; null where the plan decides. */
const CUTS: Readonly<Record<string, readonly string[] | null>> = {
  audience: AUDIENCES,
  register: caseSchema.shape.register.options,
  answerability: ANSWERABILITIES,
  type: caseSchema.shape.type.options,
  section: null,
  conversation: TURNS,
};

/** Why no set can have a slice of this name; null when one can. */
export function sliceProblem(name: string): string | null {
  const [cut = '', own = ''] = name.split(': ');
  if (!Object.hasOwn(CUTS, cut)) return `begin it with one of: ${Object.keys(CUTS).join(', ')}; then a colon, a space and a name`; // prettier-ignore
  const names = CUTS[cut] ?? null;
  if (names === null) return /^section \d+$/u.test(own) ? null : `write "${cut}: section 1"`;
  return names.includes(own) ? null : `after "${cut}: " write one of: ${names.join(', ')}`;
}

/** The lines of the headline, then every other way of cutting the set. */
export function slicesOf(rows: readonly Row[], policy: Policy): Slice[] {
  const sections = new Map(policy.clauses.map(({ number, section }) => [number, section]));
  const cuts: readonly (readonly [string, (one: Case) => string | null])[] = [
    ['audience', audienceOf],
    ['register', ({ register }) => register],
    ['answerability', ({ answerability }) => answerability],
    ['type', ({ type }) => type],
    ['section', ({ gold }) => sectionOf(sections.get(gold?.clauses[0]?.id ?? -1))],
    ['conversation', turnOf],
  ];
  return cuts.flatMap(([cut, nameOf]) =>
    [...groupBy(rows, ({ one }) => nameOf(one))].flatMap(([name, members]) => {
      if (name === null) return [];
      const verdicts = members.map(({ one, score }) => ({ caseId: one.id, cluster: one.cluster, verdict: score.strict })); // prettier-ignore
      return [{ name: `${cut}: ${name}`, metric: rate('Strict accuracy', verdicts) }];
    }),
  );
}

/** Official and lay questions the plan answers, then what it answers in part or not at all, then turns of conversations. */
function audienceOf({ turn, answerability, register }: Case): string {
  if (turn !== undefined) return 'conversations';
  if (answerability !== 'full') return answerability;
  return register === 'official' ? 'official' : 'lay';
}

function sectionOf(number: number | undefined): string | null {
  return number === undefined ? null : `section ${number}`;
}

function turnOf({ turn }: Case): string | null {
  if (turn === undefined) return null;
  return `turn ${Math.min(turn, LAST_TURN)}${turn > LAST_TURN ? '+' : ''}`;
}
