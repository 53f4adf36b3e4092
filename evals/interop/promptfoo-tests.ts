import { isMap, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { caseSchema, CaseError, DRAFT, type Case } from '../cases.js';
import { clauseNumber } from './clause-id.js';
import { demandOf } from './promptfoo-assertion.js';
import { USUAL_OUTCOME, type WrittenCase } from './written-case.js';

/** Draft cases, and everything of the file that is not in them. */
export type PromptfooTests = {
  readonly cases: readonly WrittenCase[];
  readonly unsupported: readonly Unsupported[];
};
type Unsupported = { readonly at: string; readonly problem: string };

const scalar = z
  .union([z.string(), z.number(), z.boolean()], { error: 'is missing or no text' })
  .transform(String);
const assertion = z.looseObject({ type: z.string(), value: z.unknown(), metric: z.string().optional() });
const test = z.looseObject({
  vars: z.looseObject({ question: scalar, history: caseSchema.shape.history }),
  assert: z.array(z.unknown()).optional(),
  metadata: z.looseObject({}).optional(),
});
const metadata = {
  id: caseSchema.shape.id,
  group: caseSchema.shape.group,
  type: caseSchema.shape.type,
  register: caseSchema.shape.register,
  answerability: caseSchema.shape.answerability,
  clauses: z.array(z.int().min(0)),
} as const;

const TEST_KEYS = ['vars', 'assert', 'metadata', 'description'];
const ASSERTION_KEYS = ['type', 'value', 'metric', 'weight'];

type Path = readonly (string | number)[];
type Report = (path: Path, problem: string) => void;

/**
 * Reads `tests` of a promptfoo configuration (or a bare list of tests). vars.question is the question, vars.history what was said before;
 * metadata may give id, group, type, register, answerability and clauses (numbers, grade 2). A positive assertion becomes a vital nugget
 * (okay with weight 0) of the only clause, or of the one its metric names (m04). What has no counterpart is listed, and kept in the
 * case's note.
 * @throws CaseError when the file is no YAML or holds no list of tests
 */
export function casesFromPromptfoo(text: string, file: string): PromptfooTests {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const [syntax] = document.errors;
  if (syntax) throw new CaseError(`${file}:${counter.linePos(syntax.pos[0]).line}: ${syntax.message}`);
  const root: Path = isSeq(document.contents) ? [] : ['tests'];
  const tests = root.length === 0 ? document.contents : document.get('tests');
  if (!isSeq(tests)) throw new CaseError(`${file}:1: holds no list of tests. Write the tests under "tests:"; files it refers to are imported one by one.`); // prettier-ignore
  const unsupported: Unsupported[] = [];
  const report: Report = (path, problem) => unsupported.push({ at: `${file}:${lineOf(document, counter, path)}`, problem }); // prettier-ignore
  if (isMap(document.contents) && document.has('defaultTest')) report(['defaultTest'], 'defaultTest is not applied; write its assertions into each test'); // prettier-ignore
  const cases = tests.items.flatMap((_, i) =>
    readTest(document.getIn([...root, i]), [...root, i], i, report),
  );
  return { cases, unsupported };
}

function readTest(node: unknown, path: Path, index: number, report: Report): WrittenCase[] {
  const result = test.safeParse(isMap(node) ? node.toJSON() : node);
  if (!result.success) {
    const [issue] = result.error.issues;
    const place = (issue?.path ?? []).filter((key) => typeof key !== 'symbol');
    report([...path, ...place], `${place.join('.') || 'test'} ${issue?.message}; the test is left out`);
    return [];
  }
  const { vars, assert = [], metadata: given = {} } = result.data;
  const lost: string[] = [];
  const lose: Report = (at, problem) => {
    lost.push(problem);
    report([...path, ...at], problem);
  };
  for (const key of Object.keys(result.data)) if (!TEST_KEYS.includes(key)) lose([key], `${key} of a test is not used`); // prettier-ignore
  for (const key of Object.keys(vars)) if (key !== 'question' && key !== 'history') lose(['vars', key], `vars.${key} is not used`); // prettier-ignore
  for (const key of Object.keys(given)) if (!Object.hasOwn(metadata, key)) lose(['metadata', key], `metadata.${key} is not used`); // prettier-ignore
  const read = <T>(key: keyof typeof metadata, schema: z.ZodType<T>, otherwise: T): T => {
    const value = schema.safeParse(given[key]);
    if (!value.success && key in given)
      lose(['metadata', key], `metadata.${key} ${value.error.issues[0]?.message}`);
    return value.success ? value.data : otherwise;
  };
  const id = read('id', metadata.id, `promptfoo-${index + 1}`);
  const clauses = read('clauses', metadata.clauses, []);
  const { nuggets, forbidden } = readAssertions(assert, clauses, lose);
  const guess = nuggets.length + clauses.length > 0 ? 'full' : 'none';
  if (!('answerability' in given))
    lose(['metadata'], `metadata.answerability is missing, ${guess} was guessed`);
  const answerability = read('answerability', metadata.answerability, guess);
  return [
    {
      ...{ id, group: read('group', metadata.group, id) },
      ...{ type: read('type', metadata.type, 'fact'), register: read('register', metadata.register, 'lay') },
      question: vars.question,
      ...(vars.history === undefined ? {} : { history: vars.history }),
      answerability,
      expect: { outcome: [USUAL_OUTCOME[answerability]] },
      ...(clauses.length === 0 ? {} : { gold: { clauses: clauses.map((clause) => ({ id: clause, grade: 2 })) } }), // prettier-ignore
      ...(nuggets.length === 0 ? {} : { nuggets }),
      ...(forbidden.length === 0 ? {} : { forbidden }),
      tags: [DRAFT],
      ...(lost.length === 0 ? {} : { note: `promptfoo: ${lost.join('; ')}` }),
    },
  ];
}

function readAssertions(assert: readonly unknown[], clauses: readonly number[], lose: Report) {
  const nuggets: NonNullable<Case['nuggets']> = [];
  const forbidden: NonNullable<Case['forbidden']> = [];
  for (const [i, source] of assert.entries()) {
    const at = ['assert', i];
    const { data: one } = assertion.safeParse(source);
    const strange = Object.keys(one ?? {}).filter((key) => !ASSERTION_KEYS.includes(key));
    const values = one === undefined ? undefined : valuesOf(one.type, one.value);
    if (one === undefined || values === undefined || strange.length > 0) {
      lose(at, `assertion ${JSON.stringify(source)} is not supported${strange.length > 0 ? ` with ${strange.join(', ')}` : ''}`); // prettier-ignore
      continue;
    }
    const found = demandOf(one.type, values);
    const clause = clauseNumber(one.metric ?? '') ?? (clauses.length === 1 ? clauses[0] : undefined);
    const asked = JSON.stringify(one.value);
    if (found.kind === 'unsupported') lose(at, `${found.problem}: ${asked}`);
    else if (found.kind === 'forbidden') forbidden.push(...found.regexes.map((regex) => ({ regex })));
    else if (clause === undefined) lose(at, `${one.type} does not say of which clause; give metadata.clauses, or metric: m04: ${asked}`); // prettier-ignore
    else nuggets.push({ id: `n${nuggets.length + 1}`, importance: one['weight'] === 0 ? 'okay' : 'vital', clause, match: found.match }); // prettier-ignore
  }
  return { nuggets, forbidden };
}

/** A list's entries, or one value; -all and -any also take one string with commas. Undefined for what is no text. */
function valuesOf(type: string, value: unknown): string[] | undefined {
  const list = Array.isArray(value) ? value : [value ?? ''];
  const { data } = z.array(scalar).safeParse(list);
  const isList = /-(?:all|any)$/u.test(type);
  if (data === undefined || (Array.isArray(value) && !isList)) return undefined;
  return isList && !Array.isArray(value) ? (data[0] ?? '').split(',').map((one) => one.trim()) : data;
}

/** Of the node, or of the innermost one around it that exists. */
function lineOf(document: Document, counter: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
    const start = node?.range?.[0];
    if (start !== undefined) return counter.linePos(start).line;
  }
  return 1;
}
