import { PolicyError } from './errors.js';
import { findMetadata, isClosing, type FoundMetadata } from './find-metadata.js';
import { checkNumbers, gather, TOLERANT, type Levels } from './gather-clauses.js';
import { layOut } from './lay-out.js';
import { readNumber, type Level } from './numbering.js';
import type { Policy, PolicyMetadata } from './policy.js';
import type { Line } from './read-lines.js';

/** What was made of a document, and what a person should look at before it is believed. */
export type Understanding = {
  readonly policy: Policy;
  readonly levels: Levels;
  readonly doubts: readonly string[];
};

// Outermost numbering first: what may stand above each kind of clause.
const ABOVE: Readonly<Record<'第一条' | '1.' | '（一）' | '一、', readonly Level[]>> = {
  第一条: ['第一章'],
  '1.': ['（一）', '一、', '第一章'],
  '（一）': ['一、', '第一章'],
  '一、': ['第一章'],
};
const ATTACHMENT = /^附件?(?:[0-9]|[一二三四五六七八九十])*[:：]|^附件(?:[0-9]|[一二三四五六七八九十])*$/u;
// A signature stands within so many lines of the note that names the attachments.
const SIGNATURE = 6;
// Nobody reads a clause of this length in an answer; it is likelier that its inner numbering was not seen.
const LONG_CLAUSE = 3000;

/**
 * Reads any numbered policy document: clauses are 第N条, else the innermost numbering with one level above it. Each reading that is
 * possible is tried in that order and the first without a fault is taken; numbers must run without gaps in all of them.
 * @param given metadata a person gave, which goes before what the document says
 * @throws PolicyError naming the line, when no reading is without a fault
 */
export function understandPolicy(
  lines: readonly Line[],
  file: string,
  given: Partial<FoundMetadata> & { readonly id: string },
): Understanding {
  const { body, closing, doubts } = withoutEnd(lines);
  const { levels, front, sections, drafts, joins } = firstWithoutFault(body, file);
  const around = [...front, ...closing.map(({ text }) => text)];
  const metadata = { ...findMetadata(around), ...given };
  const policy = layOut(around, sections, drafts, metadata, file, TOLERANT);
  const unnumbered = drafts.filter((draft) => draft.isUnnumbered).map(({ number }) => number);
  const long = policy.clauses.filter(({ text }) => text.length > LONG_CLAUSE).map(({ number }) => number);
  return {
    policy,
    levels,
    doubts: [
      ...doubts,
      ...missingMetadata(metadata),
      ...(joins.length > 0 ? [`lines that end without a stop were joined in clauses ${list(joins)}`] : []),
      ...(unnumbered.length > 0 ? [`clauses ${list(unnumbered)} have no number in the document`] : []),
      ...(long.length > 0 ? [`clauses ${list(long)} are longer than ${LONG_CLAUSE} characters`] : []),
      ...(restarts(drafts, lines, levels) ? ['numbering restarts in each section; clauses got running numbers'] : []), // prettier-ignore
    ],
  };
}

type Reading = ReturnType<typeof gather> & { readonly levels: Levels };

function firstWithoutFault(lines: readonly Line[], file: string): Reading {
  const present = new Set(lines.flatMap(({ text }) => readNumber(text)?.level ?? []));
  const faults: PolicyError[] = [];
  for (const clause of Object.keys(ABOVE) as (keyof typeof ABOVE)[]) {
    const above = ABOVE[clause].filter((level) => present.has(level));
    if (!present.has(clause) || above.length > 1) continue; // more levels than two are one too deep
    const levels: Levels = { clause, section: above[0] };
    try {
      const reading = gather(lines, levels, file, TOLERANT);
      checkNumbers(reading.drafts, file, '条');
      if (levels.section !== undefined) checkNumbers(reading.sections, file, '部分');
      return { ...reading, levels };
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      faults.push(error);
    }
  }
  // The reading that got furthest was likeliest the right one.
  const furthest = faults.toSorted((a, b) => b.line - a.line)[0];
  throw (
    furthest ?? new PolicyError({ file, line: 0 }, 'no numbered clauses', 'Number them 第一条, 1. or （一）.')
  );
}

/** Parts what follows the last clause: signature and date are kept as front matter, attachments are left out. */
function withoutEnd(lines: readonly Line[]): { body: Line[]; closing: Line[]; doubts: string[] } {
  const doubts: string[] = [];
  let body = [...lines];
  const closing: Line[] = [];
  const first = body.findIndex(({ text }) => readNumber(text) !== undefined);
  const at = body.findIndex(({ text }, i) => i > first && first >= 0 && ATTACHMENT.test(text));
  if (at >= 0) {
    const left = body.slice(at);
    closing.push(...left.slice(0, SIGNATURE).filter(({ text }) => isClosing(text)));
    const count = left.length - closing.length;
    doubts.push(`from line ${left[0]?.line} on, ${count} lines of attachments are left out; ingest them as documents of their own`); // prettier-ignore
    body = body.slice(0, at);
  }
  let end = body.length;
  while (end > first + 1 && isClosing(body[end - 1]?.text ?? '')) end -= 1;
  return { body: body.slice(0, end), closing: [...body.slice(end), ...closing], doubts };
}

function missingMetadata(metadata: PolicyMetadata): string[] {
  const needed = [
    ['title', '--title'],
    ['documentNumber', '--number'],
    ['issuer', '--issuer'],
    ['issuedOn', '--date'],
  ] as const;
  return needed.flatMap(([key, option]) =>
    metadata[key] === '' ? [`no ${key} found; give it with ${option}`] : [],
  );
}

function restarts(
  drafts: readonly { readonly number: number; readonly line: number; readonly isUnnumbered: boolean }[],
  lines: readonly Line[],
  { clause }: Levels,
): boolean {
  const byLine = new Map(lines.map(({ line, text }) => [line, text]));
  return drafts.some(({ number, line, isUnnumbered }) => {
    const printed = readNumber(byLine.get(line) ?? '');
    return !isUnnumbered && printed?.level === clause && printed.number !== number;
  });
}

function list(numbers: readonly number[]): string {
  return [...new Set(numbers)].join(', ');
}
