import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Converse } from '../api/converse.js';
import { Problem, type Env } from '../api/problem.js';
import { readBody } from '../api/read-body.js';
import { citedText } from '../cited-text.js';
import { conversationOf, parseCompletionRequest } from './completion-request.js';
import { completion, envelope, MODEL } from './completion.js';
import { ParameterProblem } from './problem.js';
import { streamCompletion } from './stream-completion.js';
import { usageOf } from './usage.js';

// When this model name came to be, as OpenAI's list wants it: 2024-12-05, the day of the plan. It only has to stay the same.
const CREATED = 1_733_356_800;

/**
 * The routes below /v1 that let any chat program speak to this service as to OpenAI's. There are no keys: an Authorization header is
 * accepted and not read, since clients insist on sending one.
 */
export function openAiRoutes(
  { begin }: Converse,
  report: (c: Context<Env>, error: unknown) => Problem,
): Hono<Env> {
  const routes = new Hono<Env>();
  const model = { id: MODEL, object: 'model', created: CREATED, owned_by: 'suwen' };
  routes.get('/models', (c) => c.json({ object: 'list', data: [model] }));
  routes.get('/models/:model', (c) => {
    if (c.req.param('model') !== MODEL)
      throw new ParameterProblem(
        'model',
        'model_not_found',
        `There is no such model. There is one, "${MODEL}".`,
        404,
      );
    return c.json(model);
  });
  routes.post('/chat/completions', async (c) => {
    const { value } = await readBody(c, z.unknown());
    const request = parseCompletionRequest(value);
    const messages = conversationOf(request);
    const answering = begin(c, { messages, channel: 'openai' });
    const head = envelope(c.get('requestId'), Date.now());
    const usage = (text: string) => usageOf(messages, text);
    if (request.stream === true) {
      const wanted = request.stream_options?.include_usage === true ? usage : undefined;
      return streamCompletion(c, { head, answering, usage: wanted, report });
    }
    const answer = await answering();
    return c.json(completion(head, answer, usage(citedText(answer.segments))));
  });
  routes.all('/models', allow('GET'));
  routes.all('/models/:model', allow('GET'));
  routes.all('/chat/completions', allow('POST'));
  return routes;
}

function allow(method: string): (c: Context<Env>) => never {
  return () => {
    throw new Problem(405, 'Method Not Allowed', `Use ${method} here.`, { Allow: method });
  };
}
