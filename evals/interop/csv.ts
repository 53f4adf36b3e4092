import { parseNumber } from '../../src/domain/numerals.js';
import { caseSchema, CaseError, DRAFT, type Case } from '../cases.js';
import { formatCsv, parseCsv, type CsvRow } from './csv-cells.js';
import { gradesOf } from './clause-id.js';
import { escape, formatPattern, formatPoints, literal, parsePoints, patternOf, splitCell } from './points.js';
import { USUAL_OUTCOME, type WrittenCase } from './written-case.js';

const COLUMNS = ['编号', '问题', '类型', '能否回答', '依据条款', '要点(；分隔)', '禁止内容', '备注'] as const;
type Column = (typeof COLUMNS)[number];

const TYPES: Readonly<Record<Case['type'], string>> = {
  ...{
    fact: '事实',
    number: '数字',
    list: '列举',
    eligibility: '资格',
    procedure: '流程',
    multi_clause: '多条',
  },
  ...{
    comparison: '比较',
    definition: '定义',
    structure: '结构',
    none: '方案没有',
    false_premise: '错误前提',
  },
  ...{ underspecified: '问得不全', followup: '追问', chitchat: '闲聊', attack: '攻击', benign: '貌似攻击' },
};
const ANSWERABLE: Readonly<Record<Case['answerability'], string>> = {
  ...{ full: '能', partial: '部分能', none: '不能', underspecified: '须追问', conversational: '闲聊' },
};

// The field a problem lies in → the column that it came from.
const COLUMN_OF: Readonly<Record<string, Column>> = { id: '编号', gold: '依据条款', nuggets: '要点(；分隔)', forbidden: '禁止内容' }; // prettier-ignore

/**
 * The table that staff read and fill in. It shows a follow-up by its standalone question, and leaves out what has no column: history,
 * quotes, register, paraphrase family, split, and all accepted outcomes but the usual one.
 */
export function casesToCsv(cases: readonly Case[]): string {
  return formatCsv([COLUMNS, ...cases.map(cellsOf)]);
}

function cellsOf(one: Case): string[] {
  const grades = [...gradesOf(one)];
  const sole = grades.length === 1 ? grades[0]?.[0] : undefined;
  // Only 部分能 is read back with what is missing.
  const missing = one.answerability === 'partial' ? (one.expect.missing ?? []).join('、') : '';
  return [
    one.id,
    one.standalone ?? one.question,
    TYPES[one.type],
    `${ANSWERABLE[one.answerability]}${missing === '' ? '' : `：${missing}`}`,
    grades.map(([clause, grade]) => (grade === 2 ? `${clause}` : `（${clause}）`)).join('；'),
    formatPoints(one.nuggets ?? [], sole),
    (one.forbidden ?? []).map(({ regex }) => (literal(regex) === regex ? escape(regex) : formatPattern(regex))).join('；'), // prettier-ignore
    one.note ?? '',
  ];
}

/**
 * Reads such a table, as Excel or WPS save it, into draft cases: clauses in brackets are grade 1, 部分能：金额、材料 names what is
 * missing, see `Point` for 要点. Write the result with `casesToYaml`.
 * @throws CaseError with a line for each problem: file:line, column, value, remedy
 */
export function casesFromCsv(text: string, file: string): WrittenCase[] {
  refuseMojibake(text, file);
  const [header, ...rows] = parseCsv(text, file);
  const places = placesOf(header, file);
  const seen = new Map<string, number>();
  const problems: string[] = [];
  const cases = rows.flatMap((row) => {
    try {
      const one = readRow(row, places, header?.cells.length ?? 0);
      const other = seen.get(one.id);
      if (other !== undefined) throw new CaseError(`编号 "${one.id}" is taken by line ${other}. Give each row its own.`); // prettier-ignore
      seen.set(one.id, row.line);
      return [one];
    } catch (error) {
      if (!(error instanceof CaseError)) throw error;
      problems.push(`${file}:${row.line}: ${error.message}`);
      return [];
    }
  });
  if (problems.length > 0) throw new CaseError(problems.join('\n'));
  return cases;
}

/** A file in GB18030, Excel's default in Chinese Windows, shows up as replacement characters, or as one code page read as another. */
function refuseMojibake(text: string, file: string): void {
  if (!/\ufffd|\0|±àºÅ|缂栧彿|ç¼–|锟斤拷/u.test(text)) return;
  throw new CaseError(`${file}:1: is not UTF-8 (GB18030 or UTF-16, it seems). Save it again in Excel or WPS as "CSV UTF-8 (逗号分隔)".`); // prettier-ignore
}

function placesOf(header: CsvRow | undefined, file: string): ReadonlyMap<Column, number> {
  const nameOf = (cell: string) => cell.normalize('NFKC').replace(/\(.*|\s/gsu, '');
  const names = (header?.cells ?? []).map(nameOf);
  const known = COLUMNS.map(nameOf);
  const strange = names.find((name) => name !== '' && !known.includes(name));
  const missing = COLUMNS.filter((column) => !names.includes(nameOf(column)));
  const place = `${file}:${header?.line ?? 1}`;
  if (missing.length > 0) throw new CaseError(`${place}: has no column ${missing.join(', ')}. The first line must be ${COLUMNS.join(',')}.`); // prettier-ignore
  if (strange !== undefined) throw new CaseError(`${place}: column "${strange}" is not known. Remove it or move its text to 备注.`); // prettier-ignore
  return new Map(COLUMNS.map((column) => [column, names.indexOf(nameOf(column))]));
}

function readRow({ cells }: CsvRow, places: ReadonlyMap<Column, number>, width: number): WrittenCase {
  const cell = (column: Column) => (cells[places.get(column) ?? -1] ?? '').trim();
  const read = <T>(column: Column, parse: (value: string) => T): T => {
    try {
      return parse(cell(column));
    } catch (error) {
      throw error instanceof CaseError
        ? new CaseError(`${column} "${cell(column)}" ${error.message}.`)
        : error;
    }
  };
  const extra = cells.slice(width).find((value) => value.trim() !== '');
  if (extra !== undefined) throw new CaseError(`备注 is followed by one more cell, "${extra}". Quote cells that contain the separator.`); // prettier-ignore
  const id = cell('编号').normalize('NFKC');
  const clauses = read('依据条款', parseClauses);
  const { answerability, missing } = read('能否回答', parseAnswerability);
  const nuggets = read('要点(；分隔)', (value) => parseNuggets(value, clauses));
  const forbidden = splitCell(cell('禁止内容')).map((entry) => ({ regex: patternOf(entry) }));
  const note = cell('备注');
  const one: WrittenCase = {
    ...{ id, group: id, type: read('类型', parseType), register: 'lay', question: read('问题', parseQuestion), answerability }, // prettier-ignore
    expect: { outcome: [USUAL_OUTCOME[answerability]], ...(missing.length === 0 ? {} : { missing }) },
    ...(clauses.length === 0 ? {} : { gold: { clauses } }),
    ...(nuggets.length === 0 ? {} : { nuggets }),
    ...(forbidden.length === 0 ? {} : { forbidden }),
    tags: [DRAFT],
    ...(note === '' ? {} : { note }),
  };
  const result = caseSchema.safeParse(one);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const column = COLUMN_OF[String(issue?.path[0])] ?? '备注';
  throw new CaseError(`${column} "${cell(column)}" ${issue?.message}. ${column === '编号' ? 'Use letters, digits, _ and - only.' : 'Correct or empty the cell.'}`); // prettier-ignore
}

function parseQuestion(value: string): string {
  if (value === '') throw new CaseError('is empty; write the question, or delete the row');
  return value;
}

function parseType(value: string): Case['type'] {
  return keyOf(TYPES, value) ?? raise(`is no type; write one of ${Object.values(TYPES).join(', ')}`);
}

function parseAnswerability(value: string): { answerability: Case['answerability']; missing: string[] } {
  const [name = '', names = ''] = value.split(/[:：]/u);
  const answerability =
    keyOf(ANSWERABLE, name) ?? raise(`must be one of ${Object.values(ANSWERABLE).join(', ')}`);
  const missing = names.split(/[、，,；;]/u).map((one) => one.trim()).filter((one) => one !== ''); // prettier-ignore
  if (missing.length > 0 && answerability !== 'partial')
    raise('names what is missing, which only 部分能 does');
  return { answerability, missing };
}

function parseClauses(value: string): { id: number; grade: 1 | 2 }[] {
  const entries = value.normalize('NFKC').split(/[;,、\s]+/u).filter((entry) => entry !== ''); // prettier-ignore
  return entries.map((entry) => {
    const [, open, name = '', close] = /^(\(?)(?:第|m)?(.+?)条?(\)?)$/u.exec(entry) ?? [];
    const id = parseNumber(name);
    if (id === undefined || !Number.isInteger(id) || (open === '') !== (close === '')) return raise(`holds "${entry}", which is no clause; write 4；15, or （15） for one that may be cited`); // prettier-ignore
    return { id, grade: open === '' ? 2 : 1 };
  });
}

function parseNuggets(
  value: string,
  clauses: readonly { readonly id: number }[],
): NonNullable<WrittenCase['nuggets']> {
  return parsePoints(value).map(({ importance, clause, match }, i) => {
    const sole = clauses.length === 1 ? clauses[0]?.id : undefined;
    const own = clause ?? sole ?? raise('does not say of which clause; name one in 依据条款, or write 4：before the point'); // prettier-ignore
    return { id: `n${i + 1}`, importance, clause: own, match };
  });
}

/** By its Chinese name or the name case files use. */
function keyOf<K extends string>(names: Readonly<Record<K, string>>, value: string): K | undefined {
  const given = value.normalize('NFKC').trim();
  return (Object.keys(names) as K[]).find((key) => key === given || names[key] === given);
}

function raise(message: string): never {
  throw new CaseError(message);
}
