import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Answer, Segment } from '../../answering/answer.js';
import type { Assistant } from '../../assistant.js';
import { clauseOf, type Policy } from '../../domain/policy.js';
import { QUESTION_CODE_POINTS } from '../api/limits.js';
import type { Env } from '../api/problem.js';
import { STYLE } from './style.js';

/** The pages: usable without JavaScript. */
export function pages(assistant: Assistant): Hono<Env> {
  const { policy } = assistant;
  const routes = new Hono<Env>();
  routes.get('/style.css', (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  routes.get('/', async (c) => {
    const question = c.req.query('q') ?? '';
    const isLong = [...question].length > QUESTION_CODE_POINTS;
    const answer =
      question === '' || isLong ? undefined : await assistant.ask([{ role: 'user', content: question }]);
    const page = (
      <Page title="苏问">
        <form method="get" action="/" role="search">
          <label for="q">想问什么？</label>
          <textarea id="q" name="q" rows={2} maxlength={QUESTION_CODE_POINTS} required>
            {question}
          </textarea>
          <button type="submit">提问</button>
        </form>
        {isLong ? <p role="alert">问题太长，请缩短到 {QUESTION_CODE_POINTS} 字以内。</p> : null}
        {answer ? <AnswerView answer={answer} policy={policy} /> : null}
      </Page>
    );
    return c.html(html`<!doctype html>${page}`, isLong ? 400 : 200);
  });
  routes.get('/clauses', (c) => {
    const page = (
      <Page title="条文">
        {policy.sections.map((section) => (
          <section>
            <h2>{section.title}</h2>
            <ol start={section.clauses[0] ?? 1}>
              {section.clauses.map((number) => (
                <li>
                  <a href={`/clauses/${number}`}>{clauseOf(policy, number)?.title}</a>
                </li>
              ))}
            </ol>
          </section>
        ))}
      </Page>
    );
    return c.html(html`<!doctype html>${page}`);
  });
  routes.get('/clauses/:number{[0-9]{1,4}}', (c) => {
    const clause = clauseOf(policy, Number(c.req.param('number')));
    if (clause === undefined) return c.html(html`<!doctype html>${(<NotFound />)}`, 404);
    const page = (
      <Page title={clause.number === 0 ? '文件首部' : `第${clause.number}条 ${clause.title}`}>
        <p class="section">{clause.sectionTitle}</p>
        <p class="clause">
          {clause.sentences.map(({ index, text }) => (
            <span id={`s${index}`}>{text}</span>
          ))}
        </p>
        <p>
          <a href="/clauses">全部条文</a>
        </p>
      </Page>
    );
    return c.html(html`<!doctype html>${page}`);
  });
  return routes;
}

/** The page for an address that does not exist. */
export function NotFound() {
  return (
    <Page title="没有这个页面">
      <p>没有这个页面。</p>
    </Page>
  );
}

function Page({ title, children }: { title: string; children?: Child }) {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <nav>
            <a href="/">苏问</a> <a href="/clauses">条文</a>
          </nav>
        </header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
        <footer>只依据苏政发〔2024〕102号原文回答，不能替代主管部门的答复。</footer>
      </body>
    </html>
  );
}

function AnswerView({ answer, policy }: { answer: Answer; policy: Policy }) {
  return (
    <section class="answer" aria-live="polite">
      <h2>回答</h2>
      <p>
        {answer.segments.map((segment) => (
          <SegmentView segment={segment} policy={policy} />
        ))}
      </p>
      <ul class="suggestions">
        {answer.suggestions.map((text) => (
          <li>
            <a href={`/?q=${encodeURIComponent(text)}`}>{text}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function SegmentView({ segment, policy }: { segment: Segment; policy: Policy }) {
  const [citation] = segment.citations;
  if (citation === undefined) return <span>{segment.text}</span>;
  const sentences = clauseOf(policy, citation.clause)?.sentences ?? [];
  const index = sentences.find(({ end }) => citation.start < end)?.index ?? 0;
  return (
    <q>
      <a href={`/clauses/${citation.clause}#s${index}`}>{segment.text}</a>
    </q>
  );
}
