import { z } from 'zod';
import { completionRequest } from '../openai/completion-request.js';
import { chatRequest } from './chat.js';

const ROUTES: readonly (readonly [string, 'get' | 'post' | 'delete', string])[] = [
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
  ['/v1/models', 'get', 'The one model, as OpenAI lists it'],
  ['/v1/models/{model}', 'get', 'That model'],
  [
    '/v1/chat/completions',
    'post',
    'Ask as OpenAI’s chat completions, streamed or not; errors in OpenAI’s form',
  ],
  ['/mcp', 'post', 'MCP over streamable HTTP, one JSON-RPC message a request; errors are JSON-RPC’s'],
  ['/api/me', 'delete', 'Delete what is kept of the caller'],
  ['/livez', 'get', 'The process runs'],
  ['/readyz', 'get', 'It can answer'],
  ['/metrics', 'get', 'Prometheus metrics'],
];

const BODIES: Readonly<Record<string, z.ZodType>> = {
  '/api/chat': chatRequest,
  '/v1/chat/completions': completionRequest,
};

/** The OpenAPI 3.1 description; a body's schema is the one the route checks with. */
export function openApi() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [path, method, summary] of ROUTES) {
    const body = BODIES[path];
    const content = body && { 'application/json': { schema: z.toJSONSchema(body) } };
    const parameters = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => ({
      ...{ name, in: 'path', required: true, schema: { type: name === 'number' ? 'integer' : 'string' } },
    }));
    paths[path] = {
      [method]: {
        ...{
          summary,
          parameters,
          responses: {
            default: {
              description:
                'See the summary; errors are application/problem+json, but where it says otherwise',
            },
          },
        },
        ...(content ? { requestBody: { content } } : {}),
      },
    };
  }
  return { openapi: '3.1.0', info: { title: 'Suwen', version: '0.1.0' }, paths };
}
