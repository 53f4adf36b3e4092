import { Hono, type Context } from 'hono';
import type { Assistant } from '../../assistant.js';
import { clauseOf } from '../../domain/policy.js';
import type { Env } from '../api/problem.js';
import { ClauseText } from './clause-text.js';
import { Page } from './layout.js';
import { readMark } from './read-routes.js';
import { sendPage } from './send-page.js';
import type { Shell } from './shell.js';
import { clauseName, fillLine } from './turn-words.js';

/** The library's policies and their clauses, to read what an answer cites. The plan has its own pages. */
export function policyRoutes({ library }: Assistant, shellOf: (c: Context<Env>) => Shell): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/policies', (c) => {
    const shell = shellOf(c);
    return sendPage(
      c,
      <Page shell={shell} title={shell.words.read.contents}>
        <ul>
          {library.list().map(({ id, title, documentNumber, issuer, issuedOn }) => (
            <li>
              <a href={id === library.plan.policy.id ? '/clauses' : `/policies/${id}`}>{title}</a>
              <span class="note">{[documentNumber, issuer, issuedOn].filter(Boolean).join(' · ')}</span>
            </li>
          ))}
        </ul>
      </Page>,
    );
  });
  routes.get('/policies/:id', (c, next) => {
    const shell = shellOf(c);
    const policy = library.policy(c.req.param('id'));
    if (policy === undefined) return next();
    return sendPage(
      c,
      <Page shell={shell} title={policy.title}>
        <h1>{policy.title}</h1>
        <ol>
          {policy.clauses.map(({ number, title }) => (
            <li>
              <a href={`/policies/${policy.id}/clauses/${number}`}>{clauseName(number, shell.words)}</a>{' '}
              {title}
            </li>
          ))}
        </ol>
      </Page>,
    );
  });
  routes.get('/policies/:id/clauses/:number{[0-9]{1,4}}', (c, next) => {
    const shell = shellOf(c);
    const policy = library.policy(c.req.param('id'));
    const clause = policy && clauseOf(policy, Number(c.req.param('number')));
    if (policy === undefined || clause === undefined) return next();
    const { title, documentNumber: number, id } = policy;
    const cited = readMark(c.req.query('mark'), clause);
    return sendPage(
      c,
      <Page shell={shell} title={`${clauseName(clause.number, shell.words)} ${title}`}>
        <p class="note">
          <a href={`/policies/${id}`}>{fillLine(shell.words.site.document, { title, number })}</a>
        </p>
        <h1 id="s0">
          <span class="number">{clauseName(clause.number, shell.words)}</span>{' '}
          {clause.number === 0 ? '' : clause.title}
        </h1>
        <ClauseText clause={clause} marks={cited ? [{ ...cited, kind: 'cited' }] : []} anchor="s" />
      </Page>,
    );
  });
  return routes;
}
