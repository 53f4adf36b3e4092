import { PolicyError } from './errors.js';
import { checkNumbers, gather, STRICT, type Draft, type Levels } from './gather-clauses.js';
import { layOut } from './lay-out.js';
import { readNumber, type Level } from './numbering.js';
import type { Policy, PolicyMetadata } from './policy.js';
import { readLines, type Line } from './read-lines.js';

/** What a document's metadata file says, besides the metadata itself. */
export type PolicyDescription = PolicyMetadata & {
  /** Numbers of the clauses cut mid-sentence by page breaks; checked against what the parser had to join. */
  readonly joins: readonly number[];
};

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
  const { front, sections, drafts, joins } = gather(lines, levels, file, STRICT);
  checkNumbers(drafts, file, '条');
  if (levels.section !== undefined) checkNumbers(sections, file, '部分');
  checkMetadata(front, description, file);
  checkJoins(joins, description, drafts, file);
  const { joins: _, ...metadata } = description;
  return layOut(front, sections, drafts, metadata, file, STRICT);
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
