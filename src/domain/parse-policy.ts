import { PolicyError } from './errors.js';
import { readNumber, type Level } from './numbering.js';
import type { Clause, Policy, PolicyMetadata, Section } from './policy.js';
import { readLines, type Line } from './read-lines.js';
import { toSentences } from './sentences.js';

/** What a document's metadata file says, besides the metadata itself. */
export type PolicyDescription = PolicyMetadata & {
  /** Numbers of the clauses cut mid-sentence by page breaks; checked against what the parser had to join. */
  readonly joins: readonly number[];
};

type Draft = {
  readonly number: number;
  readonly line: number;
  readonly section: number;
  paragraphs: string[];
};
type DraftSection = {
  readonly number: number;
  readonly title: string;
  readonly line: number;
  clauses: number[];
};
type Levels = { readonly section: Level | undefined; readonly clause: Level };

/**
 * Parses a numbered Chinese policy document into front matter, sections and clauses.
 *
 * Steps: clean lines → choose which numbering is the section's and which the clause's → gather paragraphs under
 * their clause, joining those a page break cut → check the numbers → lay out the canonical text with offsets.
 *
 * @param bytes the published file, UTF-8
 * @param file its name, for error messages
 * @throws PolicyError naming file, line and remedy: not UTF-8, no numbered clauses, a number missing, repeated or out
 *   of order, an empty clause, metadata that the text does not contain, or page breaks other than those declared.
 */
export function parsePolicy(bytes: Uint8Array, file: string, description: PolicyDescription): Policy {
  const lines = readLines(bytes, file);
  const levels = chooseLevels(lines, file);
  const { front, sections, drafts, joins } = gather(lines, levels, file);
  checkNumbers(drafts, file, '条');
  if (levels.section !== undefined) checkNumbers(sections, file, '部分');
  checkMetadata(front, description, file);
  checkJoins(joins, description, drafts, file);
  return layOut(front, sections, drafts, description, file);
}

/** The clause is 第N条 when there is one, else the innermost numbering that runs 1…n; the section is the level above it. */
function chooseLevels(lines: readonly Line[], file: string): Levels {
  const count = new Map<Level, number>();
  for (const { text } of lines) {
    const level = readNumber(text)?.level;
    if (level !== undefined) count.set(level, (count.get(level) ?? 0) + 1);
  }
  const clause = (['第一条', '1.', '（一）', '一、'] as const).find((level) => count.has(level));
  if (clause === undefined) {
    throw new PolicyError({ file, line: 0 }, 'no numbered clauses', 'Number them 第一条, 1. or （一）.');
  }
  const above: readonly Level[] = clause === '一、' ? [] : ['第一章', '一、'];
  return { clause, section: above.find((level) => count.has(level)) };
}

function gather(lines: readonly Line[], levels: Levels, file: string) {
  const front: string[] = [];
  const sections: DraftSection[] = [];
  const drafts: Draft[] = [];
  const joins: number[] = [];
  let isHeadingExpected = false;
  let base = 0; // what a numbering that restarts in each section adds, so that clause numbers stay unique
  for (const { text, line } of lines) {
    const numbered = readNumber(text);
    if (numbered && numbered.level === levels.section) {
      sections.push({ number: numbered.number, title: numbered.rest, line, clauses: [] });
      isHeadingExpected = true;
    } else if (numbered && numbered.level === levels.clause) {
      const section = sections.at(-1);
      if (numbered.rest === '')
        throw new PolicyError({ file, line }, `第${numbered.number}条 is empty`, 'Give it its text.');
      if (numbered.number === 1 && isHeadingExpected) base = drafts.length;
      const number = base + numbered.number;
      drafts.push({ number, line, section: section?.number ?? 0, paragraphs: [numbered.rest] });
      section?.clauses.push(number);
      isHeadingExpected = false;
    } else if (drafts.length === 0 && sections.length === 0) {
      front.push(text);
    } else if (isHeadingExpected || drafts.length === 0) {
      throw new PolicyError(
        { file, line },
        `text stands between a section heading and its first clause`,
        'Number it as a clause.',
      );
    } else {
      append(drafts.at(-1), text, joins);
    }
  }
  return { front, sections, drafts, joins };
}

/** A paragraph that does not end in a full stop was cut by a page break: the next line continues it. */
function append(draft: Draft | undefined, text: string, joins: number[]): void {
  const last = draft?.paragraphs.at(-1);
  if (draft === undefined || last === undefined) return;
  if (/[。；：！？;:!?][”’」』）)]*$/u.test(last)) {
    draft.paragraphs.push(text);
  } else {
    draft.paragraphs[draft.paragraphs.length - 1] = last + text;
    joins.push(draft.number);
  }
}

function checkNumbers(items: readonly { number: number; line: number }[], file: string, unit: string): void {
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

function checkMetadata(front: readonly string[], description: PolicyDescription, file: string): void {
  const text = front.join('').replace(/\s/gu, '');
  const [year, month, day] = description.issuedOn.split('-').map(Number);
  const facts: readonly (readonly [string, string])[] = [
    ['title', description.title],
    ['documentNumber', description.documentNumber],
    ['issuer', description.issuer],
    ['issuedOn', `${year}年${month}月${day}日`],
    ['basis', description.basis],
    ['basisNumber', description.basisNumber],
  ];
  for (const [key, value] of facts) {
    if (value !== '' && !text.includes(value.replace(/\s/gu, ''))) {
      throw new PolicyError(
        { file, line: 0 },
        `the front matter does not contain ${key} "${value}"`,
        'Correct the metadata file.',
      );
    }
  }
}

function checkJoins(
  joins: readonly number[],
  description: PolicyDescription,
  drafts: readonly Draft[],
  file: string,
): void {
  const found = new Set(joins);
  const declared = new Set(description.joins);
  const wrong = [...found, ...declared].find((number) => found.has(number) !== declared.has(number));
  if (wrong === undefined) return;
  const line = drafts.find((draft) => draft.number === wrong)?.line ?? 0;
  const problem = found.has(wrong)
    ? `第${wrong}条 is cut mid-sentence`
    : `第${wrong}条 is declared cut by a page break but is not`;
  throw new PolicyError(
    { file, line },
    problem,
    'Compare with the published text, then correct `joins` in the metadata file.',
  );
}

function layOut(
  front: readonly string[],
  sections: readonly DraftSection[],
  drafts: readonly Draft[],
  description: PolicyDescription,
  file: string,
): Policy {
  const { joins: _, ...metadata } = description;
  let text = front.join('\n');
  const frontMatter: Clause = {
    number: 0,
    title: metadata.title,
    section: 0,
    sectionTitle: '',
    text,
    offset: 0,
    sentences: toSentences(text, false),
  };
  const clauses: Clause[] = [];
  for (const draft of drafts) {
    const section = sections.find((one) => one.number === draft.section);
    if (section?.clauses[0] === draft.number) text += `\n${section.title}`;
    const body = draft.paragraphs.join('\n');
    const sentences = toSentences(body, true);
    const first = sentences[0];
    if (first === undefined || sentences.length < 2) {
      throw new PolicyError(
        { file, line: draft.line },
        `第${draft.number}条 has no text after its title`,
        'Give it at least one sentence.',
      );
    }
    const title = first.text.replace(/[。\s]$/u, '');
    text += '\n';
    clauses.push({
      number: draft.number,
      title,
      section: draft.section,
      sectionTitle: section?.title ?? '',
      text: body,
      offset: text.length,
      sentences,
    });
    text += body;
  }
  const outline: Section[] = sections.map(({ number, title, clauses: numbers }) => ({
    number,
    title,
    clauses: numbers,
  }));
  return { ...metadata, sections: outline, frontMatter, clauses, text };
}
