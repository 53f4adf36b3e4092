import { Hono } from 'hono';
import { z } from 'zod';
import type { Assistant } from '../../assistant.js';
import type { Target } from '../../domain/find-targets.js';
import { clauseOf, type Clause } from '../../domain/policy.js';
import { checkQuestion } from './check-question.js';
import { Problem, type Env } from './problem.js';
import { policyFacts } from './serialize-answer.js';

const limitSchema = z.coerce.number().int().min(1).max(100).default(10);
const COLUMNS = [
  'id',
  'clause',
  'subject',
  'comparator',
  'value',
  'unit',
  'deadline',
  'kind',
  'quote',
  'start',
  'end',
] as const;

/** Everything that can be read without asking. */
export function readOnlyRoutes(assistant: Assistant): Hono<Env> {
  const { policy, textHash, targets } = assistant;
  const routes = new Hono<Env>();
  routes.get('/policy', (c) =>
    c.json({ policy: { ...policyFacts(policy), textHash }, sections: policy.sections }),
  );
  routes.get('/clauses', (c) => c.json({ clauses: policy.clauses.map(serializeClause) }));
  routes.get('/clauses/:number', (c) => {
    const given = c.req.param('number');
    const clause = /^\d{1,4}$/u.test(given) ? clauseOf(policy, Number(given)) : undefined;
    if (clause === undefined)
      throw new Problem(
        404,
        'Not Found',
        `There is no such clause. They are numbered 0 to ${policy.clauses.length}.`,
      );
    return c.json(serializeClause(clause));
  });
  routes.get('/search', (c) => {
    const query = checkQuestion(c.req.query('q') ?? '');
    const limit = readLimit(c.req.query('limit'));
    if (query.trim() === '')
      throw new Problem(400, 'Bad Request', 'q is empty. Send the words to search for.');
    const results = assistant.search(query, limit);
    if (c.req.query('explain') === '1') return c.json({ results });
    return c.json({
      results: results.map(({ clause, title, section, score, sentences }) => ({
        clause,
        title,
        section,
        score,
        sentences,
      })),
    });
  });
  routes.get('/targets', (c) => {
    const rows = targets.map(serializeTarget);
    if (c.req.query('format') !== 'csv') return c.json({ targets: rows });
    const lines = [
      COLUMNS.join(','),
      ...rows.map((row) => COLUMNS.map((column) => csvCell(row[column])).join(',')),
    ];
    const headers = {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="targets.csv"',
    };
    return c.body(`\ufeff${lines.join('\r\n')}\r\n`, 200, headers); // the mark makes spreadsheets read UTF-8
  });
  return routes;
}

/** @throws Problem when it is given and no whole number from 1 to 100 */
export function readLimit(given: string | undefined): number {
  const limit = limitSchema.safeParse(given);
  if (!limit.success) throw new Problem(400, 'Bad Request', 'limit must be a whole number from 1 to 100.');
  return limit.data;
}

export function serializeTarget(target: Target): Readonly<Record<string, unknown>> {
  return Object.fromEntries(COLUMNS.map((column) => [column, target[column]]));
}

export function serializeClause({ number, title, section, sectionTitle, text, sentences }: Clause) {
  return { number, title, section, sectionTitle, text, sentences };
}

/** Quoted where needed; a leading = + - @ would run as a formula in a spreadsheet. */
function csvCell(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = /^[=+\-@\t\r]/u.test(text) && text.length > 2 ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
