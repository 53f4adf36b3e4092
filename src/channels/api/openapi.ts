import { z } from 'zod';
import { chatRequest } from './chat.js';

const ROUTES: readonly (readonly [string, 'get' | 'post', string])[] = [
  ['/api/chat', 'post', 'Ask; JSON, or events with Accept: text/event-stream'],
  ['/api/policy', 'get', 'The document and its sections'],
  ['/api/clauses', 'get', 'All clauses with their sentences'],
  ['/api/clauses/{number}', 'get', 'One clause'],
  ['/api/search', 'get', 'Clauses and sentences ranked for q'],
  ['/api/targets', 'get', 'The ledger of targets; format=csv for a spreadsheet'],
  [
    '/api/policies',
    'get',
    'Every policy that can be asked; policy=ID scopes /api/policy, /api/clauses, /api/search and /api/targets, policy in the body /api/chat',
  ],
  ['/api/feedback', 'post', 'Rate an answer'],
  ['/livez', 'get', 'The process runs'],
  ['/readyz', 'get', 'It can answer'],
  ['/metrics', 'get', 'Prometheus metrics'],
];

/** The OpenAPI 3.1 description; the chat request's schema is the one the route checks with. */
export function openApi() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [path, method, summary] of ROUTES) {
    const chatBody = { content: { 'application/json': { schema: z.toJSONSchema(chatRequest) } } };
    const parameters = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => ({
      ...{ name, in: 'path', required: true, schema: { type: 'integer' } },
    }));
    paths[path] = {
      [method]: {
        ...{
          summary,
          parameters,
          responses: { default: { description: 'See the summary; errors are application/problem+json' } },
        },
        ...(path === '/api/chat' ? { requestBody: chatBody } : {}),
      },
    };
  }
  return { openapi: '3.1.0', info: { title: 'Suwen', version: '0.1.0' }, paths };
}
