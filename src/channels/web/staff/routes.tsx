import { readFileSync } from 'node:fs';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Assistant } from '../../../assistant.js';
import { StorageError, type Store, type SwitchName } from '../../../storage/store.js';
import { QUESTION_CODE_POINTS } from '../../api/limits.js';
import type { Env } from '../../api/problem.js';
import { NoticePage } from '../notice-page.js';
import { readForm } from '../read-form.js';
import { sendPage } from '../send-page.js';
import type { Shell } from '../shell.js';
import type { Desk } from './desk.js';
import { AnswersPage, FeedbackPage, OUTCOMES, UnansweredPage } from './log-pages.js';
import { OverviewPage } from './overview-page.js';
import { SearchPage } from './search-page.js';
import { createSessions } from './session.js';
import { LoginPage } from './staff-page.js';
import { clauseSwitch, SWITCHES, type StaffWords } from './staff-words.js';
import { groupUnanswered } from './unanswered.js';

const COOKIE = 'staff';
const RESULTS = 8;
const PER_PAGE = 50;
// What the log gives at most; enough to see what is asked often.
const LOOKED_AT = 500;
// The report brings its own style and script; it runs in a page of its own, without our cookies and without a network.
const REPORT_POLICY = "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"; // prettier-ignore

export type StaffOptions = {
  readonly token: string;
  readonly report: string | undefined;
  readonly words: StaffWords;
};
type Given = {
  readonly assistant: Assistant;
  readonly store: Store | undefined;
  readonly shellOf: (c: Context<Env>) => Shell;
};

/** The staff desk under /staff. It exists only when there is a token. */
export function staffRoutes(
  { token, report, words }: StaffOptions,
  { assistant, store, shellOf }: Given,
): Hono<Env> {
  const sessions = createSessions(token);
  const staffOf = (c: Context<Env>) => sessions.read(getCookie(c, COOKIE));
  const deskOf = (c: Context<Env>): Desk => {
    const staff = staffOf(c) ?? { name: '' };
    return { ...{ shell: shellOf(c), staff, words, assistant, store, report } };
  };
  const record = (kind: string, c: Context<Env>, status: string) =>
    store?.audit.record({ kind, requestId: c.get('requestId'), channel: 'staff', status });
  const onlyStaff: MiddlewareHandler<Env> = async (c, next) =>
    staffOf(c) === undefined ? c.redirect('/staff/login', 303) : next();

  const routes = new Hono<Env>();
  routes.get('/login', (c) => sendPage(c, <LoginPage {...{ shell: shellOf(c), words }} />));
  routes.post('/login', async (c) => {
    const form = await readForm(c);
    const result = sessions.signIn(form.get('token') ?? '', form.get('name') ?? '');
    record('staff_login', c, typeof result === 'string' ? result : 'ok');
    if (result === 'too_many')
      return sendPage(c, <LoginPage {...{ shell: shellOf(c), words, alert: words.login.tooMany }} />, 429);
    if (result === 'wrong')
      return sendPage(c, <LoginPage {...{ shell: shellOf(c), words, alert: words.login.wrong }} />, 403);
    const isSecure = c.req.url.startsWith('https:') || c.req.header('x-forwarded-proto') === 'https';
    setCookie(c, COOKIE, result.cookie, {
      ...{
        path: '/staff',
        httpOnly: true,
        sameSite: 'Strict',
        secure: isSecure,
        maxAge: sessions.maxAgeSeconds,
      },
    });
    return c.redirect('/staff', 303);
  });
  routes.post('/logout', (c) => {
    deleteCookie(c, COOKIE, { path: '/staff' });
    return c.redirect('/staff/login', 303);
  });

  routes.use('*', onlyStaff);
  routes.get('/', (c) => sendPage(c, <OverviewPage desk={deskOf(c)} />));
  routes.post('/switch', async (c) => {
    const desk = deskOf(c);
    const form = await readForm(c);
    const name = switchIn(form, assistant.policy.clauses.length);
    const reason = (form.get('reason') ?? '').trim().slice(0, 100);
    const fail = (alert: string) => sendPage(c, <OverviewPage {...{ desk, alert }} />, 400);
    if (name === undefined || store === undefined) return fail(words.errors.unknown);
    if (reason === '') return fail(words.errors.noReason);
    await store.settings.switch(name, form.get('state') === 'on' ? 'on' : 'off', reason, desk.staff.name);
    return c.redirect('/staff', 303);
  });
  routes.get('/search', async (c) => {
    const query = [...(c.req.query('q') ?? '').trim()].slice(0, QUESTION_CODE_POINTS).join('');
    if (query === '') return sendPage(c, <SearchPage {...{ desk: deskOf(c), query }} />);
    const answer = await assistant.ask([{ role: 'user', content: query }]);
    const found = { answer, results: assistant.search(query, RESULTS) };
    return sendPage(c, <SearchPage {...{ desk: deskOf(c), query, found }} />);
  });
  routes.get('/answers', async (c) => {
    const outcome = OUTCOMES.find((one) => one === c.req.query('outcome'));
    const rating = (['up', 'down'] as const).find((one) => one === c.req.query('rating'));
    const before = Number(c.req.query('before') ?? Number.NaN);
    const answers = await store?.answers.list({
      ...(outcome ? { outcomes: [outcome] } : {}),
      ...(rating ? { rating } : {}),
      ...(Number.isSafeInteger(before) ? { before } : {}),
      limit: PER_PAGE,
    });
    const last = answers?.length === PER_PAGE ? answers.at(-1)?.at : undefined;
    const query = new URLSearchParams({ outcome: outcome ?? '', rating: rating ?? '', before: String(last) });
    const older = last === undefined ? undefined : `/staff/answers?${query}`;
    const choice = { outcome, rating };
    return sendPage(c, <AnswersPage {...{ desk: deskOf(c), answers: answers ?? [], choice, older }} />);
  });
  routes.get('/unanswered', async (c) => {
    const answers = (await store?.answers.list({ outcomes: ['refused', 'partial'], limit: LOOKED_AT })) ?? [];
    const groups = groupUnanswered(answers);
    return sendPage(c, <UnansweredPage {...{ desk: deskOf(c), groups, count: answers.length }} />);
  });
  routes.get('/feedback', async (c) => {
    const entries = (await store?.feedback.list(PER_PAGE)) ?? [];
    return sendPage(c, <FeedbackPage {...{ desk: deskOf(c), entries }} />);
  });
  routes.get('/report', (c) => {
    if (report === undefined) return c.notFound();
    c.header('Content-Security-Policy', REPORT_POLICY);
    return c.html(readFileSync(report, 'utf8'));
  });
  routes.onError((error, c) => {
    if (!(error instanceof StorageError)) throw error;
    const notice = { shell: shellOf(c), title: words.title, text: words.errors.storage };
    return sendPage(c, <NoticePage {...notice} />, 503);
  });
  return routes;
}

/** What a form of the overview switches: one of the fixed ones, or a clause that exists. */
function switchIn(form: URLSearchParams, clauses: number): SwitchName | undefined {
  const given = form.get('name') ?? '';
  if (given !== 'clause') return SWITCHES.find((one) => one === given) ?? clauseSwitch(given);
  const number = (form.get('number') ?? '').trim();
  return Number(number) <= clauses ? clauseSwitch(`clause:${number}`) : undefined;
}
