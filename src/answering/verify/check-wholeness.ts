import type { Draft, DraftPart } from './draft.js';
import { gramsOf, unitPairs, unitsOf } from './grams.js';
import type { Phrase } from './phrases.js';
import type { Finding } from './verdict.js';

/** A thing that a clause names by several words is that thing alone: 重大项目 are more than 县域重大项目. */
export function checkWholeness(draft: Draft): Finding {
  const said = new Set([
    ...gramsOf(draft.text.replaceAll(/[,;:]/gu, '')),
    ...draft.parts.flatMap((part) => [...part.grams]),
  ]);
  const whole = draft.used
    .flatMap(({ phrases }) => phrases)
    .filter(({ text }) => missingOf(text, said) === '');
  for (const part of draft.parts) {
    const mentioned = part.used
      .flatMap(({ phrases }) => phrases)
      .filter((phrase) => isMentioned(phrase, part, !draft.isTranslated));
    for (const phrase of mentioned) {
      const missing = missingOf(phrase.text, said);
      // A long name meant without its last word: 随迁子女入学 for 随迁子女入学政策.
      if (missing.length <= LAST_WORD && phrase.text.endsWith(missing)) continue;
      if (draft.isTranslated && missing.length <= phrase.text.length * ABROAD) continue;
      if (
        phrase.before.some((text) => missingOf(text, said) === '') &&
        phrase.text.replaceAll(IDLE, '').startsWith(missing)
      )
        continue;
      const end = phrase.grams.at(-1);
      if (missing !== '' && !whole.some((one) => end !== undefined && one.grams.includes(end)))
        return { fault: 'scope', detail: `${phrase.text} without ${missing}` };
    }
  }
  return undefined;
}

/** Words that a name may go without and still mean the same; 城镇化 is what all of the plan is about. */
const IDLE =
  /制度|发展|相关|有关|参考|各级|全部|更多|其他|现代|更具吸引力的|同城化|(?:新型)?城镇化|^[现需以]|^基本(?=公共服务)|^持(?=居住证)|(?<=圈内)城市|区域(?=合作)|城镇(?=老旧小区)|居民(?=小区)/gu;

/** English says what goes without saying there: old gas pipelines are 存量老旧燃气管道. */
const ABROAD = 1 / 3;

/** Its last word says what it is; the others, which. A long name of which most is said is meant too. */
function isMentioned({ text, grams }: Phrase, part: DraftPart, isWritten: boolean): boolean {
  const end = gramsOf(text.replaceAll(IDLE, '')).at(-1);
  if (end !== undefined && part.grams.has(end)) return true;
  return (
    isWritten &&
    grams.length >= LONG &&
    grams.filter((gram) => part.grams.has(gram)).length >= MOST * grams.length
  );
}
const LAST_WORD = 2;
const LONG = 6;
const MOST = 0.6;

/** What of a thing's name the sentence leaves out. */
function missingOf(text: string, said: ReadonlySet<string>): string {
  const marks = new Uint8Array(text.length);
  const mark = (start: number, end: number) => marks.fill(1, start, end);
  for (const [a, b] of unitPairs(unitsOf(text))) {
    if (!said.has(a.text + b.text)) continue;
    mark(a.start, a.end);
    mark(b.start, b.end);
  }
  for (const { 0: idle, index } of text.matchAll(IDLE)) mark(index, index + idle.length);
  return unitsOf(text)
    .filter(({ start }) => marks[start] === 0)
    .map((unit) => unit.text)
    .join('');
}
