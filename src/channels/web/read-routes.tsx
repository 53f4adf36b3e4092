import { Hono, type Context } from 'hono';
import type { Assistant } from '../../assistant.js';
import { clauseOf, type Clause, type Span } from '../../domain/policy.js';
import { QUESTION_CODE_POINTS } from '../api/limits.js';
import type { Env } from '../api/problem.js';
import { AboutPage } from './about-page.js';
import { ClausePage } from './clause-page.js';
import { NoticePage } from './notice-page.js';
import { LedgerPage } from './ledger-page.js';
import { choose, csvOf, readChoice, rowsOf } from './ledger.js';
import { ReadPage } from './read-pages.js';
import { sendPage } from './send-page.js';
import type { Shell } from './shell.js';
import { fillLine } from './turn-words.js';

// Enough to choose from; what stands word for word is always listed whole.
const RELATED = 5;

/** The plan and its ledger. */
export function readRoutes(assistant: Assistant, shellOf: (c: Context<Env>) => Shell): Hono<Env> {
  const { policy, targets, textHash } = assistant;
  const routes = new Hono<Env>();
  routes.get('/clauses', (c) => {
    const query = [...(c.req.query('q') ?? '').trim()].slice(0, QUESTION_CODE_POINTS).join('');
    const related = query === '' ? [] : assistant.search(query, RELATED);
    return sendPage(c, <ReadPage {...{ shell: shellOf(c), policy, targets, query, related }} />);
  });
  routes.get('/clauses/:number{[0-9]{1,4}}', (c) => {
    const shell = shellOf(c);
    const number = Number(c.req.param('number'));
    const clause = clauseOf(policy, number);
    if (clause === undefined) {
      const { notFoundTitle: title, noClause } = shell.words.errors;
      const text = fillLine(noClause, { count: policy.clauses.length, number });
      return sendPage(c, <NoticePage {...{ shell, title, text }} />, 404);
    }
    const cited = readMark(c.req.query('mark'), clause);
    return sendPage(c, <ClausePage {...{ shell, policy, targets, clause, cited }} />);
  });
  routes.get('/targets', (c) => {
    const shell = shellOf(c);
    const rows = rowsOf(targets, policy, shell.words);
    return sendPage(c, <LedgerPage {...{ shell, policy, rows, choice: readChoice(c.req.query()) }} />);
  });
  routes.get('/targets.csv', (c) => {
    const { words } = shellOf(c);
    const rows = choose(rowsOf(targets, policy, words), readChoice(c.req.query()));
    const name = encodeURIComponent(`${words.targets.file}.csv`);
    return c.body(csvOf(rows, policy, words), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="targets.csv"; filename*=UTF-8''${name}`,
    });
  });
  routes.get('/about', (c) => sendPage(c, <AboutPage {...{ shell: shellOf(c), policy, textHash }} />));
  return routes;
}

/** `12-34`, if it is a span of the clause. */
export function readMark(given: string | undefined, { text }: Clause): Span | undefined {
  const [, start, end] = /^(\d{1,6})-(\d{1,6})$/u.exec(given ?? '') ?? [];
  const span = { start: Number(start), end: Number(end) };
  return span.start < span.end && span.end <= text.length ? span : undefined;
}
