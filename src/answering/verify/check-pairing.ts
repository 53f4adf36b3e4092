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
    const others = othersOf(statements, i);
    if (STATES.test(text) || others.length === 0) {
      if (!isSaidAtOnce(things, draft))
        return { fault: 'unsupported', detail: `${text} with things of several` };
      continue;
    }
    // 夜间投诉率控制在5%以下: says something itself, though by no verb that is known here.
    if (things.length >= WHOLE && doneAfter(statements, i).length === 0 && isSaidAtOnce(things, draft))
      continue;
    const stray = things.find(
      (thing) => !others.some((deeds) => deeds.every((deed) => goesWith(thing, deed))),
    );
    if (stray !== undefined)
      return { fault: 'unsupported', detail: `${others[0]?.[0]?.word ?? ''} with ${stray[0] ?? ''}` };
  }
  return undefined;
}

/** So many pairs of characters are more than a name. */
const WHOLE = 4;

/** Says what something is, and so is whole by itself: 随迁子女入学以居住证为主要依据. */
const STATES = /为/u;

/** Whether one part of the cited clauses names all these. */
function isSaidAtOnce(things: readonly Thing[], { cited }: Draft): boolean {
  return cited.some(({ parts }) => parts.some((part) => things.every((thing) => isIn(thing, [part]))));
}

/**
 * The deeds that a part which only names things may go with: those of a part that follows in the sentence (云龙湖实验室，要加快建设), or else
 * any one that came before (推行交流轮岗，以及“县管乡用”).
 */
function othersOf(statements: readonly Statement[], at: number): (readonly Deed[])[] {
  const after = doneAfter(statements, at);
  if (after.length > 0) return after;
  const begin = statements.slice(0, at).findLastIndex(isEnd) + 1;
  return statements.slice(begin, at).flatMap(({ deeds }) => deeds.map((deed) => [deed]));
}

/** What is done in each later part of the same sentence. */
function doneAfter(statements: readonly Statement[], at: number): (readonly Deed[])[] {
  const end = statements.findIndex((one, i) => i >= at && isEnd(one));
  const after = statements.slice(at + 1, end === -1 ? undefined : end + 1);
  return after.map(({ deeds }) => deeds).filter(({ length }) => length > 0);
}

function isEnd({ text }: Statement): boolean {
  return /[;。!?]$/u.test(text);
}

function goesWith(thing: Thing, { homes }: Deed): boolean {
  return homes.some((home) => isIn(thing, home));
}

function isIn(thing: Thing, home: Home): boolean {
  return home.some(({ text, grams }) => thing.some((word) => grams.has(word) || text.includes(word)));
}
