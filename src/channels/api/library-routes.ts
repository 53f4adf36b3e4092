import { Hono, type Context } from 'hono';
import type { Assistant } from '../../assistant.js';
import { clauseOf, type Policy } from '../../domain/policy.js';
import { findTargets } from '../../domain/find-targets.js';
import { EVERY_POLICY } from '../../library/ask-library.js';
import { checkQuestion } from './check-question.js';
import { Problem, type Env } from './problem.js';
import { readLimit, serializeClause, serializeTarget } from './read-only.js';
import { policyFacts } from './serialize-answer.js';

/** A policy's id, or * for all of them. */
export const POLICY_SCOPE = /^(?:\*|[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?)$/u;

/** @throws Problem when there is no such policy */
export function checkPolicy(id: string, { library }: Pick<Assistant, 'library'>): void {
  if (id !== EVERY_POLICY && !library.has(id))
    throw new Problem(404, 'Not Found', 'There is no such policy. See /api/policies for those there are.');
}

/**
 * GET /api/policies, and what can be read of one policy with ?policy=ID. Without that, or with the first plan's id, the routes of the plan
 * answer as if there were no library.
 */
export function libraryRoutes(assistant: Assistant): Hono<Env> {
  const { library } = assistant;
  const routes = new Hono<Env>();
  routes.get('/policies', (c) => c.json({ policies: library.list() }));
  routes.get('/policy', async (c, next) => {
    const policy = asked(c);
    if (policy === undefined) return next();
    const textHash = library.textHashOf(policy.id);
    const supersededBy = library.supersededBy(policy.id) ?? null;
    return c.json({ policy: { ...policyFacts(policy), textHash, supersededBy }, sections: policy.sections });
  });
  routes.get('/clauses', async (c, next) => {
    const policy = asked(c);
    return policy === undefined ? next() : c.json({ policy: policy.id, clauses: policy.clauses.map(serializeClause) }); // prettier-ignore
  });
  routes.get('/clauses/:number', async (c, next) => {
    const policy = asked(c);
    if (policy === undefined) return next();
    const given = c.req.param('number');
    const clause = /^\d{1,4}$/u.test(given) ? clauseOf(policy, Number(given)) : undefined;
    if (clause === undefined)
      throw new Problem(404, 'Not Found', `There is no such clause. They are numbered 0 to ${policy.clauses.length}.`); // prettier-ignore
    return c.json({ policy: policy.id, ...serializeClause(clause) });
  });
  routes.get('/targets', async (c, next) => {
    const policy = asked(c);
    return policy === undefined ? next() : c.json({ policy: policy.id, targets: findTargets(policy).map(serializeTarget) }); // prettier-ignore
  });
  routes.get('/search', async (c, next) => {
    const scope = c.req.query('policy');
    if (scope === undefined || scope === assistant.policy.id) return next();
    checkPolicy(scope, assistant);
    const query = checkQuestion(c.req.query('q') ?? '');
    const limit = readLimit(c.req.query('limit'));
    if (query.trim() === '') throw new Problem(400, 'Bad Request', 'q is empty. Send the words to search for.'); // prettier-ignore
    const results = await assistant.searchLibrary(query, limit, scope);
    return c.json({
      results: results.map(({ policy, clause, title, section, score, sentences }) => ({
        policy,
        clause,
        title,
        section,
        score,
        sentences,
      })),
    });
  });
  return routes;

  /** The policy of the request, when it is not the first plan. */
  function asked(c: Context<Env>): Policy | undefined {
    const id = c.req.query('policy');
    if (id === undefined || id === assistant.policy.id) return undefined;
    checkPolicy(id, assistant);
    const policy = library.policy(id);
    if (policy === undefined) throw new Problem(400, 'Bad Request', 'Only search takes all policies. Name one.'); // prettier-ignore
    return policy;
  }
}
