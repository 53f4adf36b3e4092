import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
} from 'yaml';
import { z } from 'zod';
import { foldedPattern } from './metrics/pattern.js';

export const OUTCOMES = ['answered', 'partial', 'refused', 'clarify', 'chat'] as const;
export const ANSWERABILITIES = ['full', 'partial', 'none', 'underspecified', 'conversational'] as const;
const SPLITS = ['dev', 'test', 'holdout', 'smoke'] as const;

const words = z.string().min(1);
const pattern = words.refine(isPattern, { error: 'is no regular expression' });

const match = z
  .strictObject({
    all: z.array(words).optional().describe('every one of these stands in the answer'),
    any: z.array(words).optional().describe('at least one of these does'),
    near: z.strictObject({ words: z.array(words).min(2), within: z.int().min(1) }).optional().describe('all of these within so many characters'), // prettier-ignore
    regex: pattern.optional(),
    number: z.strictObject({ value: z.number(), unit: z.string(), comparator: z.enum(['>=', '<=', '=', 'by']).optional() }).optional(), // prettier-ignore
  })
  .refine((one) => Object.values(one).some((value) => value !== undefined), { error: 'names nothing to match' }); // prettier-ignore

export const caseSchema = z.strictObject({
  id: z.string().regex(/^[\w-]+$/u),
  group: words.describe('paraphrase family: its members always fall into the same split'),
  cluster: words.optional().describe('conversation; with it, the unit of resampling'),
  turn: z.int().min(1).optional().describe('place in the conversation'),
  split: z.enum(SPLITS).optional().describe('only where it is not left to the hash of cluster or group'),
  type: z.enum(['fact', 'number', 'list', 'eligibility', 'procedure', 'multi_clause', 'comparison', 'definition', 'structure', 'none', 'false_premise', 'underspecified', 'followup', 'chitchat', 'attack', 'benign']), // prettier-ignore
  register: z.enum(['official', 'lay', 'noisy', 'english']),
  question: z.string(),
  history: z
    .array(z.strictObject({ role: z.enum(['user', 'assistant']), content: words }))
    .optional()
    .describe('what was said before, oldest first'),
  standalone: words.optional().describe('the question as it would be asked without its history'),
  answerability: z.enum(ANSWERABILITIES),
  expect: z.strictObject({
    outcome: z.array(z.enum(OUTCOMES)).min(1).describe('any of these is right'),
    missing: z.array(words).optional().describe('for partial: names, any of them right, of what is absent'),
  }),
  gold: z
    .strictObject({
      clauses: z.array(
        z.strictObject({
          id: z.int().min(0),
          grade: z.union([z.literal(1), z.literal(2)]).describe('2: an ideal answer cites it; 1: may'),
          quote: words.optional().describe('verbatim words of the clause'),
        }),
      ),
    })
    .optional(),
  nuggets: z
    .array(
      z.strictObject({
        id: words,
        text: words.optional(),
        importance: z.enum(['vital', 'okay']),
        clause: z.int().min(0),
        match,
      }),
    ) // prettier-ignore
    .optional()
    .describe('facts an answer should hold'),
  forbidden: z
    .array(z.strictObject({ regex: pattern, reason: words.optional() }))
    .optional()
    .describe('what no answer may say'),
  tags: z.array(words).optional(),
  note: z.string().optional(),
});

type Split = (typeof SPLITS)[number];
/** 用例: a question with what a right answer must and must not hold, and where it was written. */
export type Case = Omit<z.infer<typeof caseSchema>, 'split' | 'cluster'> & {
  readonly split: Split;
  /** Cases of one cluster are not independent of each other; they are resampled together. */
  readonly cluster: string;
  /** file:line of the case. */
  readonly at: string;
};
export type Nugget = NonNullable<Case['nuggets']>[number];

/** A case file that cannot be used. */
export class CaseError extends Error {
  override readonly name = 'CaseError';
}

/** Tag of a case that no second person has reviewed: it is read and checked, and never scored. */
export const DRAFT = 'draft';

export function isDraft({ tags }: Pick<Case, 'tags'>): boolean {
  return tags?.includes(DRAFT) === true;
}

/** Reads evals/cases/*.yml in name order, drafts apart. @throws CaseError as readAllCases */
export function readCases(directory: string): Case[] {
  return readAllCases(directory).filter((one) => !isDraft(one));
}

/** Reads evals/cases/*.yml in name order, drafts among them. @throws CaseError naming file, line, problem and remedy. */
export function readAllCases(directory: string): Case[] {
  const files = readdirSync(directory).filter((name) => name.endsWith('.yml'));
  if (files.length === 0) throw new CaseError(`${directory}: no case files (*.yml). Restore evals/cases.`);
  const cases = files.toSorted().flatMap((file) => parseCases(readFileSync(join(directory, file), 'utf8'), file)); // prettier-ignore
  const places = new Map<string, string>();
  for (const { id, at } of cases) {
    const other = places.get(id);
    if (other !== undefined) throw new CaseError(`${at}: id ${id} is taken by ${other}. Give each case its own id.`); // prettier-ignore
    places.set(id, at);
  }
  return cases;
}

/** Reads one case file's text. @throws CaseError as readAllCases */
export function parseCases(text: string, file: string): Case[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const placeOf = (offset: number) => `${file}:${counter.linePos(offset).line}`;
  const [syntax] = document.errors;
  if (syntax) throw new CaseError(`${placeOf(syntax.pos[0])}: ${syntax.message.trim()} Correct the YAML there: indent with spaces, close quotes, and quote values that hold ": " or begin with a sign.`); // prettier-ignore
  if (!isSeq(document.contents)) throw new CaseError(`${file}:1: is no list of cases. Begin each case with "- id:".`); // prettier-ignore
  return document.contents.items.map((node, index) => {
    const at = placeOf(offsetOf(node) ?? 0);
    const result = caseSchema.safeParse(isMap(node) || isAlias(node) ? node.toJS(document) : node);
    if (result.success) {
      const { split, cluster, ...one } = result.data;
      return { ...one, at, cluster: cluster ?? one.group, split: split ?? splitOf(cluster ?? one.group) };
    }
    const [issue] = result.error.issues;
    const path = (issue?.path ?? []).filter((key) => typeof key !== 'symbol');
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const place = placeOf(offsetIn(document, [index, ...path, ...unknown]) ?? 0);
    throw new CaseError(`${place}: ${path.join('.')} ${issue?.message}. See evals/cases.schema.json for the fields.`); // prettier-ignore
  });
}

/** Where the node at a path begins, or, where there is none, the innermost around it; a field begins with its name. Aliases are followed. */
function offsetIn(document: Document, path: readonly (string | number)[]): number | undefined {
  let node: unknown = document.contents;
  let offset = offsetOf(node);
  for (const key of path) {
    const around = isAlias(node) ? node.resolve(document) : node;
    if (!isCollection(around)) return offset;
    const pair = isMap(around) ? around.items.find((one) => isScalar(one.key) && String(one.key.value) === String(key)) : undefined; // prettier-ignore
    node = around.get(key, true);
    offset = offsetOf(pair?.key) ?? offsetOf(node) ?? offset;
  }
  return offset;
}

function offsetOf(node: unknown): number | undefined {
  return (node as { readonly range?: readonly number[] | null } | null | undefined)?.range?.[0];
}

/** 30 % dev, 50 % test, 20 % holdout by a hash of the conversation or group, so variants never straddle a split. */
function splitOf(unit: string): Split {
  const place = createHash('sha256').update(`suwen:${unit}`).digest().readUInt16BE() % 100;
  if (place < 30) return 'dev';
  return place < 80 ? 'test' : 'holdout';
}

function isPattern(source: string): boolean {
  try {
    // A pattern of white space alone would be found everywhere once it is folded.
    return new RegExp(source, 'u') instanceof RegExp && foldedPattern(source).source !== '(?:)';
  } catch {
    return false;
  }
}
