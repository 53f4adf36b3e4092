import { Hono, type Context } from 'hono';
import { setCookie } from 'hono/cookie';
import type { Clients } from '../api/clients.js';
import type { Converse } from '../api/converse.js';
import { QUESTION_CODE_POINTS } from '../api/limits.js';
import { Problem, type Env } from '../api/problem.js';
import { AskPage } from './ask-page.js';
import { readForm } from './read-form.js';
import { sendPage } from './send-page.js';
import { VIEW_COOKIE, type Shell } from './shell.js';
import { fillLine } from './turn-words.js';

type Given = {
  readonly converse: Converse;
  readonly clients: Clients;
  readonly shellOf: (c: Context<Env>) => Shell;
};

const YEAR = 31_536_000;

/** GET / with ?q= for links that carry a question, POST / for the form, POST /view for large type. */
export function askRoutes({ converse, clients, shellOf }: Given): Hono<Env> {
  function form(c: Context<Env>, status: 200 | 400 | 422 | 503, draft: string, alert?: string) {
    return sendPage(c, <AskPage {...{ shell: shellOf(c), draft, ...(alert ? { alert } : {}) }} />, status);
  }

  async function answer(c: Context<Env>, question: string, conversationId?: string): Promise<Response> {
    const shell = shellOf(c);
    const { ask, answer: words } = shell.words;
    if (question.trim() === '') return form(c, 400, '', ask.empty);
    try {
      const messages = [{ role: 'user', content: question }] as const;
      const turn = {
        question,
        answer: await converse.begin(c, { messages, conversationId, channel: 'web' })(),
      };
      return await sendPage(c, <AskPage {...{ shell, draft: '', turn }} />);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 503) return form(c, 503, question, words.failedOff);
      return form(c, 422, question, fillLine(ask.tooLong, { limit: QUESTION_CODE_POINTS }));
    }
  }

  const routes = new Hono<Env>();
  routes.get('/', (c) => {
    const question = c.req.query('q');
    if (question !== undefined && question !== '') return answer(c, question);
    const draft = [...(c.req.query('draft') ?? '')].slice(0, QUESTION_CODE_POINTS).join('');
    const isOff = clients.store?.settings.isOff('channel:web') === true;
    return isOff ? form(c, 503, draft, shellOf(c).words.answer.failedOff) : form(c, 200, draft);
  });
  routes.post('/', async (c) => {
    const given = await readForm(c);
    const id = given.get('conversationId') ?? '';
    return answer(c, given.get('q') ?? '', /^[\w-]{1,64}$/u.test(id) ? id : undefined);
  });
  routes.post('/view', async (c) => {
    const given = await readForm(c);
    setCookie(c, VIEW_COOKIE, given.get('view') === 'elder' ? 'elder' : 'standard', {
      ...{ path: '/', maxAge: YEAR, httpOnly: true, sameSite: 'Lax' },
    });
    const back = given.get('back') ?? '/';
    return c.redirect(/^\/(?![/\\])[\w/-]*$/u.test(back) ? back : '/', 303); // a path of ours, never another site
  });
  return routes;
}
