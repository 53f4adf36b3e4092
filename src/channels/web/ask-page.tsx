import { fillLine } from './turn-words.js';
import type { AnswerObject } from '../api/answer-object.js';
import { QUESTION_CODE_POINTS } from '../api/limits.js';
import { Page } from './layout.js';
import type { Shell } from './shell.js';
import { BlockView, TurnView } from './turn-view.js';
import type { Words } from './words.js';

type Props = {
  readonly shell: Shell;
  /** What stands in the question box: a draft, or a question that could not be asked. */
  readonly draft: string;
  readonly alert?: string;
  readonly turn?: { readonly question: string; readonly answer: AnswerObject };
};

/** The question box and what was asked so far. Whole without script; with it, answers arrive in place. */
export function AskPage({ shell, draft, alert, turn }: Props) {
  const { words } = shell;
  const { ask } = words;
  return (
    <Page shell={shell} title={ask.title} isUnlisted={turn !== undefined}>
      <div class={turn ? 'ask talking' : 'ask'} id="ask">
        <div class="talk">
          {shell.model ? <p class="generates">{words.site.generates}</p> : null}
          <div class="hero">
            <h1>{ask.title}</h1>
            <p>{fillLine(shell.model ? ask.introGenerated : ask.intro, { number: shell.documentNumber })}</p>
          </div>
          <section id="thread" aria-label={ask.thread} hidden={turn ? undefined : true}>
            {turn ? <TurnView words={words} turn={turn} /> : null}
          </section>
          <form method="post" action="/" class="composer" id="composer">
            <label for="q">{turn ? ask.labelNext : ask.label}</label>
            <textarea
              id="q"
              name="q"
              rows={2}
              maxlength={QUESTION_CODE_POINTS}
              placeholder={ask.placeholder}
              aria-describedby="privacy"
              enterkeyhint="send"
              autocomplete="off"
              required
            >
              {draft}
            </textarea>
            <input type="hidden" name="conversationId" value={turn?.answer.conversationId ?? ''} />
            <p class="alert" id="alert" role="alert" hidden={alert ? undefined : true}>
              {alert}
            </p>
            <div class="send">
              <button type="submit">{ask.submit}</button>
              <button type="button" class="quiet" id="stop" hidden>
                {ask.stop}
              </button>
              <a
                class="button quiet"
                id="restart"
                href="/"
                title={ask.restartNote}
                hidden={turn ? undefined : true}
              >
                {ask.restart}
              </a>
            </div>
            <p class="note" id="privacy">
              {ask.privacy}
            </p>
          </form>
          <section class="examples" aria-labelledby="examples-title">
            <h2 id="examples-title">{ask.examplesTitle}</h2>
            <ul>
              {words.examples.map((text) => (
                <li>
                  <a href={`/?q=${encodeURIComponent(text)}`} data-ask={text}>
                    {text}
                  </a>
                </li>
              ))}
            </ul>
            <p class="note">
              {ask.source}
              <a href="/clauses">
                {fillLine(words.site.document, { title: shell.documentTitle, number: shell.documentNumber })}
              </a>
            </p>
          </section>
        </div>
        <SourceDialog words={words} />
      </div>
      <p class="unseen" role="status" id="status"></p>
      <Templates words={words} />
    </Page>
  );
}

/** The cited clause beside the answer, or over it on a phone; the page's script fills it. */
function SourceDialog({ words: { source } }: { words: Words }) {
  return (
    <dialog id="source" aria-labelledby="source-title">
      <div class="source-head">
        <h2 id="source-title" tabindex={-1}>
          {source.title}
        </h2>
        <button type="button" class="quiet" id="source-close">
          {source.close}
        </button>
      </div>
      <p class="note" id="source-section"></p>
      <p class="clause" id="source-text"></p>
      <p>
        <a id="source-link" href="/clauses">
          {source.read}
        </a>
      </p>
    </dialog>
  );
}

/** What the script clones, so that wording and markup stand in one place. */
function Templates({ words }: { words: Words }) {
  const { ask, answer, feedback, site, source, read } = words;
  return (
    <div id="words" hidden data-words={JSON.stringify({ ask, answer, feedback, site, source, read })}>
      <template id="turn-template">
        <TurnView words={words} />
      </template>
      <template id="said-template">
        <BlockView words={words} block={{ kind: 'said', text: '' }} />
      </template>
      <template id="quote-template">
        <BlockView
          words={words}
          block={{ kind: 'quoted', text: '', citations: [{ clause: 0, start: 0, end: 0, quote: '' }] }}
        />
      </template>
      <template id="stated-template">
        <BlockView
          words={words}
          block={{ kind: 'stated', text: '', citations: [{ clause: 0, start: 0, end: 0, quote: '' }] }}
        />
      </template>
      <template id="suggestion-template">
        <li>
          <a href="/"></a>
        </li>
      </template>
    </div>
  );
}
