import { z } from 'zod';
import type { Policy } from '../../src/domain/policy.js';
import { caseSchema, CaseError, DRAFT, type Case } from '../cases.js';
import { clauseId, clauseNumber, gradesOf } from './clause-id.js';
import { fromJsonl, toJsonl } from './jsonl.js';
import { USUAL_OUTCOME, type WrittenCase } from './written-case.js';

/** The three files of a BEIR data set. */
export type Beir = {
  /** corpus.jsonl: {_id, title, text}; the text goes without its title, which BEIR puts before it. */
  readonly corpus: string;
  /** queries.jsonl: {_id, text, metadata}; a follow-up's text is its standalone question. */
  readonly queries: string;
  /** qrels/test.tsv: query-id, corpus-id, score (2 must be found, 1 may). */
  readonly qrels: string;
};

const HEADER = 'query-id\tcorpus-id\tscore';

// What BEIR has no field for; its loaders skip metadata.
const metadata = caseSchema.pick({ type: true, register: true, answerability: true });
const query = z
  .object({ _id: z.string(), text: z.string(), metadata: metadata.partial().optional() })
  .transform(({ _id: id, ...rest }) => ({ id, ...rest }));

/** Clauses, questions and gold as a retrieval data set. Questions without gold have no qrels, as BEIR expects. */
export function toBeir(cases: readonly Case[], policy: Policy): Beir {
  return {
    corpus: toJsonl([policy.frontMatter, ...policy.clauses].map(({ number, title, text, sentences }) => {
      const heading = sentences.find(({ index }) => index === 0);
      return { _id: clauseId(number), title, text: heading === undefined ? text : text.slice(heading.end).trimStart() }; // prettier-ignore
    })), // prettier-ignore
    queries: toJsonl(cases.map(({ id, question, standalone, type, register, answerability }) => ({ _id: id, text: standalone ?? question, metadata: { type, register, answerability } }))), // prettier-ignore
    qrels: [HEADER, ...cases.flatMap((one) => [...gradesOf(one)].map(([clause, grade]) => `${one.id}\t${clauseId(clause)}\t${grade}`)), ''].join('\n'), // prettier-ignore
  };
}

/**
 * Reads queries and qrels of a data set over the clauses (m00, m01 …) into draft cases. Without our metadata a question is a lay one for
 * a fact, answerable when it has qrels.
 * @throws CaseError naming file, line, value and remedy
 */
export function fromBeir(
  { queries, qrels }: Pick<Beir, 'queries' | 'qrels'>,
  files: { readonly queries: string; readonly qrels: string },
): WrittenCase[] {
  const rows = fromJsonl(queries, files.queries, query);
  const ids = new Set(rows.map(({ row }) => row.id));
  const gold = parseQrels(qrels, files.qrels, ids);
  return rows.map(({ line, row }) => {
    const clauses = gold.get(row.id) ?? [];
    const { type = 'fact', register = 'lay', answerability = clauses.length > 0 ? 'full' : 'none' } = row.metadata ?? {}; // prettier-ignore
    const result = caseSchema.safeParse({
      ...{ id: row.id, group: row.id, type, register, question: row.text, answerability },
      expect: { outcome: [USUAL_OUTCOME[answerability]] },
      ...(clauses.length === 0 ? {} : { gold: { clauses } }),
      tags: [DRAFT],
    });
    if (result.success) return result.data;
    throw new CaseError(`${files.queries}:${line}: _id "${row.id}" cannot be a case id. Use letters, digits, _ and - only, in the qrels too.`); // prettier-ignore
  });
}

type Gold = NonNullable<WrittenCase['gold']>['clauses'];

function parseQrels(text: string, file: string, ids: ReadonlySet<string>): Map<string, Gold> {
  const gold = new Map<string, Gold>();
  const [header = '', ...lines] = text.replace(/^\ufeff/u, '').split(/\r?\n/u);
  if (header !== HEADER) throw new CaseError(`${file}:1: "${header}" is no header of qrels. Begin with query-id, corpus-id, score, parted by tabs.`); // prettier-ignore
  for (const [i, line] of lines.entries()) {
    if (line === '') continue;
    const [id = '', document = '', score = ''] = line.split('\t');
    const clause = clauseNumber(document);
    const place = `${file}:${i + 2}`;
    if (!ids.has(id)) throw new CaseError(`${place}: query-id "${id}" is not among the queries. Add it there or remove the line.`); // prettier-ignore
    if (clause === undefined) throw new CaseError(`${place}: corpus-id "${document}" is no clause. Clauses are called m01, m02 …, the front matter m00.`); // prettier-ignore
    if (!/^[012]$/u.test(score)) throw new CaseError(`${place}: score "${score}" is no grade. Write 2 for must, 1 for may, 0 for not relevant.`); // prettier-ignore
    if (score !== '0') gold.set(id, [...(gold.get(id) ?? []), { id: clause, grade: score === '2' ? 2 : 1 }]);
  }
  return gold;
}
