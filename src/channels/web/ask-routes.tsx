import { Hono, type Context } from 'hono';
import { setCookie } from 'hono/cookie';
import type { Assistant } from '../../assistant.js';
import type { Converse } from '../api/converse.js';
import { QUESTION_CODE_POINTS } from '../api/limits.js';
import { Problem, type Env } from '../api/problem.js';
import { AskPage } from './ask-page.js';
import { readForm } from './read-form.js';
import { sendPage } from './send-page.js';
import { VIEW_COOKIE, type Shell } from './shell.js';
import { fillLine } from './turn-words.js';

const YEAR = 31_536_000;

/** GET / with ?q= for links that carry a question, POST / for the form, POST /view for large type. */
export function askRoutes(
  { policy }: Assistant,
  converse: Converse,
  shellOf: (c: Context<Env>) => Shell,
): Hono<Env> {
  const { documentNumber } = policy;

  async function show(c: Context<Env>, question: string, conversationId?: string): Promise<Response> {
    const shell = shellOf(c);
    const { ask, answer: words } = shell.words;
    const give = (status: 200 | 400 | 422 | 503, alert: string) =>
      sendPage(c, <AskPage {...{ shell, documentNumber, draft: question, alert }} />, status);
    if (question.trim() === '') return give(400, ask.empty);
    try {
      const answer = await converse({ messages: [{ role: 'user', content: question }], conversationId });
      return sendPage(c, <AskPage {...{ shell, documentNumber, draft: '', turn: { question, answer } }} />);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 503) return give(503, words.failedOff);
      return give(422, fillLine(ask.tooLong, { limit: QUESTION_CODE_POINTS }));
    }
  }

  const routes = new Hono<Env>();
  routes.get('/', (c) => {
    const question = c.req.query('q');
    if (question !== undefined && question !== '') return show(c, question);
    const draft = [...(c.req.query('draft') ?? '')].slice(0, QUESTION_CODE_POINTS).join('');
    return sendPage(c, <AskPage {...{ shell: shellOf(c), documentNumber, draft }} />);
  });
  routes.post('/', async (c) => {
    const form = await readForm(c);
    const id = form.get('conversationId') ?? '';
    return show(c, form.get('q') ?? '', /^[\w-]{1,64}$/u.test(id) ? id : undefined);
  });
  routes.post('/view', async (c) => {
    const form = await readForm(c);
    setCookie(c, VIEW_COOKIE, form.get('view') === 'elder' ? 'elder' : 'standard', {
      ...{ path: '/', maxAge: YEAR, httpOnly: true, sameSite: 'Lax' },
    });
    const back = form.get('back') ?? '/';
    return c.redirect(/^\/(?![/\\])[\w/-]*$/u.test(back) ? back : '/', 303); // a path of ours, never another site
  });
  return routes;
}
