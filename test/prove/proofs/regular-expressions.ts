import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { check } from 'recheck';
import { constructions, literalPatterns, type Pattern } from '../find-patterns.js';
import { superlinear } from '../growth.js';
import { Tally, type Proof } from '../proof.js';

const QUICK_MS = 800;
const FULL_MS = 20_000;
// A question has 300 code points, a model's sentence 240 characters; documents are read in a thread with a clock of its own.
const LONGEST_INPUT = 1200;
const HARMLESS_MS = 25;
// These read the published plan and nothing that anyone else writes; their whole input is in version control.
const PLAN_ONLY = ['src/domain/find-targets.ts', 'src/answering/look-up.ts'];

/** T17: by the recheck analyser, and where it reaches no verdict in time by measuring. */
export const regularExpressions: Proof = {
  name: 'regular-expressions',
  claim:
    'no regular expression takes long on what people may type: linear, or milliseconds on four times the longest input',
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
    let slowest = 0;
    let bounded = 0;
    for (const pattern of all) {
      const verdict = await check(pattern.source, pattern.flags, { timeout: isFull ? FULL_MS : QUICK_MS });
      if (verdict.status === 'safe') tally.count();
      else if (PLAN_ONLY.some((file) => pattern.at.startsWith(file))) planOnly += 1;
      else if (verdict.status === 'vulnerable') {
        const isPolynomial = verdict.complexity.type === 'polynomial';
        const ms = isPolynomial ? timeOf(pattern, verdict.attack.string.slice(0, LONGEST_INPUT)) : Infinity;
        tally.count(ms < HARMLESS_MS ? undefined : `${pattern.at}: ${verdict.complexity.summary}, ${ms} ms on ${LONGEST_INPUT} characters`); // prettier-ignore
        slowest = Math.max(slowest, ms);
        bounded += 1;
      } else {
        measured += 1;
        const found = await superlinear(pattern);
        if (found === undefined) tally.count();
        else {
          const { unit, isStuck } = found;
          const ms = isStuck ? Infinity : timeOf(pattern, attackOf(unit));
          tally.count(ms < HARMLESS_MS ? undefined : `${pattern.at}: superlinear in ${JSON.stringify(unit)}, ${ms} ms on ${LONGEST_INPUT} characters`); // prettier-ignore
          slowest = Math.max(slowest, ms);
          bounded += 1;
        }
      }
    }
    const rest = `${bounded} more than linear (at most ${slowest.toFixed(1)} ms on ${LONGEST_INPUT} characters), ${measured} measured, ${planOnly} read only the plan, ${unmade.length} made later: ${unmade.join(' ')}`;
    return tally.result(rest);
  },
};

/** As long as what anyone may send, with an end that does not fit. */
function attackOf(unit: string): string {
  return `${unit.repeat(Math.ceil(LONGEST_INPUT / unit.length)).slice(0, LONGEST_INPUT)}\u0001`;
}

/** The best of three, in milliseconds of the processor: a pause of the process is not the pattern's. */
function timeOf({ source, flags }: Pattern, attack: string): number {
  const pattern = new RegExp(source, flags);
  const once = () => {
    const before = process.cpuUsage();
    attack.replace(pattern, '');
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  return Math.min(once(), once(), once());
}

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
