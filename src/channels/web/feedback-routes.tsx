import { Hono, type Context } from 'hono';
import type { Clients } from '../api/clients.js';
import { keepFeedback } from '../api/feedback.js';
import { Problem, type Env } from '../api/problem.js';
import { NoticePage } from './notice-page.js';
import { readForm } from './read-form.js';
import { sendPage } from './send-page.js';
import type { Shell } from './shell.js';

/** POST /feedback: what /api/feedback does, for a page without script. */
export function feedbackRoutes(clients: Clients, shellOf: (c: Context<Env>) => Shell): Hono<Env> {
  return new Hono<Env>().post('/feedback', async (c) => {
    const shell = shellOf(c);
    const { title, thanks, failed } = shell.words.feedback;
    const given = await readForm(c);
    const rating = given.get('rating') === 'up' ? 'up' : 'down';
    const answerId = (given.get('answerId') ?? '').slice(0, 64);
    try {
      await keepFeedback(c, clients, { answerId, rating, comment: (given.get('comment') ?? '').trim() });
      return await sendPage(c, <NoticePage {...{ shell, title, text: thanks }} />);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return sendPage(c, <NoticePage {...{ shell, title, text: failed }} />, error.status);
    }
  });
}
