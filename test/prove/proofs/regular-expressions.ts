import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { check } from 'recheck';
import { constructions, literalPatterns, type Pattern } from '../find-patterns.js';
import { superlinear } from '../growth.js';
import { Tally, type Proof } from '../proof.js';

const QUICK_MS = 2000;
const FULL_MS = 20_000;
// These read the published plan and nothing that anyone else writes; their whole input is in version control.
const PLAN_ONLY = ['src/domain/find-targets.ts', 'src/answering/look-up.ts'];

/** T17: by the recheck analyser, and where it reaches no verdict in time by measuring. */
export const regularExpressions: Proof = {
  name: 'regular-expressions',
  claim: 'no regular expression that reads what people type takes more than linear time',
  quick: 1,
  full: 1,
  prove: async ({ isFull, root }) => {
    const folder = join(root, 'src');
    const constructed = made(root);
    const unmade = constructions(folder).filter((at) => !constructed.some((one) => isNear(one.at, at)));
    const all = [...literalPatterns(folder), ...constructed];
    const tally = new Tally('regular-expressions');
    let measured = 0;
    let planOnly = 0;
    for (const pattern of all) {
      const verdict = await check(pattern.source, pattern.flags, { timeout: isFull ? FULL_MS : QUICK_MS });
      if (verdict.status === 'safe') tally.count();
      else if (PLAN_ONLY.some((file) => pattern.at.startsWith(file))) planOnly += 1;
      else if (verdict.status === 'vulnerable')
        tally.count(`${pattern.at}: ${verdict.complexity.summary} ${verdict.attack.string.slice(0, 80)}`); // prettier-ignore
      else {
        measured += 1;
        const unit = await superlinear(pattern);
        tally.count(unit === undefined ? undefined : `${pattern.at}: superlinear in ${JSON.stringify(unit)}`);
      }
    }
    const rest = `${measured} measured, ${planOnly} read only the plan, ${unmade.length} made later: ${unmade.join(' ')}`;
    return tally.result(rest);
  },
};

/** In a process of its own: here everything is loaded already. */
function made(root: string): Pattern[] {
  const program = join(root, 'test/prove/list-made-patterns.ts');
  const printed = execFileSync(process.execPath, ['--import', 'tsx', program], {
    cwd: root,
    encoding: 'utf8',
  });
  return JSON.parse(printed) as Pattern[];
}

/** The stack names the line of the expression's end in compiled code, the parser that of its beginning. */
function isNear(a: string, b: string): boolean {
  const [fileA, lineA] = a.split(':');
  const [fileB, lineB] = b.split(':');
  return fileA === fileB && Math.abs(Number(lineA) - Number(lineB)) <= 3;
}
