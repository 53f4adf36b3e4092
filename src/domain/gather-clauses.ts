import { PolicyError } from './errors.js';
import { readNumber, type Level } from './numbering.js';
import type { Line } from './read-lines.js';

/** A clause as its paragraphs are being gathered. */
export type Draft = {
  readonly number: number;
  readonly line: number;
  readonly section: number;
  /** Stands under a section's heading without a number of its own. */
  readonly isUnnumbered: boolean;
  paragraphs: string[];
};
export type DraftSection = {
  readonly number: number;
  readonly title: string;
  readonly line: number;
  clauses: number[];
};

/** Which numbering is the section's and which the clause's. */
export type Levels = { readonly section: Level | undefined; readonly clause: Level };

/** How much a document may differ from one that numbers and titles everything. */
export type Style = {
  /** Text right under a section's heading is a clause of its own; strict reading refuses it. */
  readonly mayBeUnnumbered: boolean;
  /** A title may stand on a line of its own, and a clause may have none. */
  readonly mayBeUntitled: boolean;
};
export const STRICT: Style = { mayBeUnnumbered: false, mayBeUntitled: false };
export const TOLERANT: Style = { mayBeUnnumbered: true, mayBeUntitled: true };

// Longer lines without a comma or stop are sentences a page break cut, not titles.
const LONGEST_TITLE = 32;
// 一、提高认识。各地要…: heading and text in one paragraph.
const RUN_IN = /^(?<title>[^。：:]{2,32})[。：:](?=.)/u;

/** Puts every paragraph under its section and clause. @throws PolicyError naming the line that fits nowhere. */
export function gather(lines: readonly Line[], levels: Levels, file: string, style: Style) {
  const front: string[] = [];
  const sections: DraftSection[] = [];
  const drafts: Draft[] = [];
  const joins: number[] = [];
  let isHeadingExpected = false;
  let isNumbered = false; // whether a numbered clause was seen in this section
  let base = 0; // what a numbering that restarts in each section adds, so that clause numbers stay unique
  const begin = (number: number, line: number, text: string, isUnnumbered: boolean) => {
    const section = sections.at(-1);
    drafts.push({ number, line, section: section?.number ?? 0, isUnnumbered, paragraphs: [text] });
    section?.clauses.push(number);
    isHeadingExpected = false;
  };
  for (const { text, line } of lines) {
    const numbered = readNumber(text);
    if (numbered && numbered.level === levels.section) {
      const runIn = style.mayBeUnnumbered ? RUN_IN.exec(numbered.rest)?.groups?.['title'] : undefined;
      const title = runIn ?? (style.mayBeUnnumbered ? withoutStop(numbered.rest) : numbered.rest);
      sections.push({ number: numbered.number, title, line, clauses: [] });
      isHeadingExpected = true;
      isNumbered = false;
      if (runIn !== undefined) begin(drafts.length + 1, line, numbered.rest, true);
    } else if (numbered && numbered.level === levels.clause) {
      if (numbered.rest === '')
        throw new PolicyError({ file, line }, `第${numbered.number}条 is empty`, 'Give it its text.');
      if (numbered.number === 1 && sections.length > 0 && !isNumbered) base = drafts.length;
      begin(base + numbered.number, line, numbered.rest, false);
      isNumbered = true;
    } else if (drafts.length === 0 && sections.length === 0) {
      front.push(text);
    } else if (isHeadingExpected && style.mayBeUnnumbered) {
      begin(drafts.length + 1, line, text, true);
    } else if (isHeadingExpected || drafts.length === 0) {
      throw new PolicyError(
        { file, line },
        `text stands between a section heading and its first clause`,
        'Number it as a clause.',
      );
    } else {
      append(drafts.at(-1), text, joins, style);
    }
  }
  return { front, sections, drafts, joins };
}

/** A paragraph that does not end in a full stop was cut by a page break: the next line continues it. */
function append(draft: Draft | undefined, text: string, joins: number[], style: Style): void {
  const last = draft?.paragraphs.at(-1);
  if (draft === undefined || last === undefined) return;
  const isTitle = style.mayBeUntitled && draft.paragraphs.length === 1 && isTitleLine(last);
  if (isTitle || /[。；：！？;:!?][”’」』）)]*$/u.test(last)) {
    draft.paragraphs.push(text);
  } else {
    draft.paragraphs[draft.paragraphs.length - 1] = last + text;
    joins.push(draft.number);
  }
}

function isTitleLine(text: string): boolean {
  return text.length <= LONGEST_TITLE && !/[，,。；;：:]/u.test(text);
}

function withoutStop(title: string): string {
  return title.replace(/[。：:]$/u, '');
}

/** Whether numbers run 1, 2, 3 … @throws PolicyError naming the first that does not. */
export function checkNumbers(
  items: readonly { number: number; line: number }[],
  file: string,
  unit: string,
): void {
  for (const [i, { number, line }] of items.entries()) {
    const expected = i + 1;
    if (number === expected) continue;
    const isRepeated = items.slice(0, i).some((other) => other.number === number);
    const problem = isRepeated
      ? `第${number}${unit} appears twice`
      : `expected 第${expected}${unit}, found 第${number}${unit}`;
    throw new PolicyError(
      { file, line },
      problem,
      'Numbers must run 1, 2, 3 … without gaps; compare the file with the published text.',
    );
  }
}
