import { statementsOf, type Deed, type Home, type Statement, type Thing } from './deeds.js';
import type { Draft } from './draft.js';
import type { Finding } from './verdict.js';

/** What is done must be done to what the clause does it to: the plan sets up alliances and lays out universities, not the other way round. */
export function checkPairing(draft: Draft): Finding {
  const statements = statementsOf(draft);
  for (const [i, { text, things, deeds }] of statements.entries()) {
    const apart = deeds.find(
      ({ homes }) => !homes.some((home) => things.every((thing) => isIn(thing, home))),
    );
    if (apart !== undefined) return { fault: 'unsupported', detail: `${apart.word} with things of several` };
    if (deeds.length > 0) continue;
    const later = laterOnes(statements, i);
    if (STATES.test(text) || (later.length === 0 && IS.test(text))) {
      if (!isSaidAtOnce(things, draft))
        return { fault: 'unsupported', detail: `${text} with things of several` };
      continue;
    }
    // A part that only names things goes with a deed that comes later: 云龙湖实验室，要加快建设.
    const stray = things.find(
      (thing) => later.length > 0 && !later.some((one) => one.deeds.every((deed) => goesWith(thing, deed))),
    );
    if (stray !== undefined)
      return { fault: 'unsupported', detail: `${later[0]?.deeds[0]?.word ?? ''} with ${stray[0] ?? ''}` };
  }
  return undefined;
}

/** Says what something is, and so is whole by itself: 随迁子女入学以居住证为主要依据. */
const STATES = /为/u;
const IS = /是/u;

/** Whether one part of the cited clauses names all these. */
function isSaidAtOnce(things: readonly Thing[], { cited }: Draft): boolean {
  return cited.some(({ parts }) => parts.some((part) => things.every((thing) => isIn(thing, [part]))));
}

/** What follows a part that only names things, up to the end of the sentence. */
function laterOnes(statements: readonly Statement[], at: number): Statement[] {
  const end = statements.findIndex(({ text }, i) => i >= at && /[;。!?]$/u.test(text));
  return statements.slice(at + 1, end === -1 ? undefined : end + 1).filter(({ deeds }) => deeds.length > 0);
}

function goesWith(thing: Thing, { homes }: Deed): boolean {
  return homes.some((home) => isIn(thing, home));
}

function isIn(thing: Thing, home: Home): boolean {
  return home.some(({ text, grams }) => thing.some((word) => grams.has(word) || text.includes(word)));
}
