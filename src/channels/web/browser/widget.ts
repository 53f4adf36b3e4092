import type { Segment } from '../../../answering/answer.js';
import { blocksOf, hrefOf } from '../blocks.js';
import type { WidgetWords } from '../widget-words.js';
import { requestAnswer } from './request-answer.js';
import { WIDGET_STYLE } from './widget-style.js';

// The server puts the wording in place of this text when it starts.
const words = JSON.parse("__SUWEN_WORDS__") as WidgetWords; // prettier-ignore
// Where this script came from is where questions go. Only known while the script itself is being run.
const home = new URL((document.currentScript as HTMLScriptElement | null)?.src ?? location.href).origin;

/** <suwen-widget>: a button that opens a small question box, in a shadow root so that the site's styles and ours stay apart. */
class SuwenWidget extends HTMLElement {
  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #toggle = make('button', 'toggle', words.open);
  readonly #panel = make('section', 'panel');
  readonly #box = document.createElement('textarea');
  readonly #thread = make('div', 'thread');
  readonly #status = make('p', 'unseen');
  #conversationId = '';
  #isBusy = false;

  connectedCallback(): void {
    if (this.#root.childElementCount > 0) return;
    this.#toggle.setAttribute('aria-expanded', 'false');
    this.#toggle.addEventListener('click', () => this.#show(this.#panel.hidden));
    this.#panel.hidden = true;
    this.#panel.setAttribute('aria-label', words.title);
    this.#panel.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.#show(false);
    });
    this.#status.setAttribute('role', 'status');
    this.#panel.append(this.#head(), this.#thread, this.#form(), this.#foot());
    const style = document.createElement('style');
    style.textContent = WIDGET_STYLE;
    this.#root.append(style, this.#panel, this.#toggle, this.#status);
  }

  #head(): HTMLElement {
    const head = make('div', 'head');
    const close = make('button', 'close', words.close);
    close.addEventListener('click', () => this.#show(false));
    head.append(make('strong', '', words.title), close);
    return head;
  }

  #form(): HTMLElement {
    const form = document.createElement('form');
    const label = make('label', '', words.label);
    label.setAttribute('for', 'q');
    this.#box.id = 'q';
    this.#box.rows = 2;
    this.#box.maxLength = 300;
    form.append(label, this.#box, make('button', 'send', words.submit));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const question = this.#box.value.trim();
      if (question === '' || this.#isBusy) return;
      this.#box.value = '';
      this.#ask(question).catch(() => undefined);
    });
    return form;
  }

  #foot(): HTMLElement {
    const foot = make('p', 'foot', `${words.footer} `);
    foot.append(linkTo('/', words.full));
    return foot;
  }

  #show(isOpen: boolean): void {
    this.#panel.hidden = !isOpen;
    this.#toggle.hidden = isOpen;
    this.#toggle.setAttribute('aria-expanded', String(isOpen));
    (isOpen ? this.#box : this.#toggle).focus();
  }

  async #ask(question: string): Promise<void> {
    this.#isBusy = true;
    const body = make('div', 'answer', words.searching);
    this.#thread.append(make('p', 'asked', question), body);
    const messages = [{ role: 'user', content: question }];
    const conversation = this.#conversationId === '' ? {} : { conversationId: this.#conversationId };
    const request = { url: `${home}/api/chat`, body: JSON.stringify({ messages, ...conversation }) };
    const segments: Segment[] = [];
    try {
      const answer = await requestAnswer(
        { ...request, signal: new AbortController().signal },
        {
          step: () => undefined,
          segment: (segment) => {
            segments.push(segment);
            fill(body, segments);
          },
          fallback: () => {
            segments.length = 0;
          },
        },
      );
      fill(body, answer.segments);
      this.#conversationId = answer.conversationId;
      this.#status.textContent = answer.text;
    } catch {
      body.textContent = words.failed;
      this.#status.textContent = words.failed;
    } finally {
      this.#isBusy = false;
    }
  }
}

/** Wording as lines, the plan's words as quotations that lead to where they stand. Text is only ever set as text. */
function fill(body: HTMLElement, segments: readonly Segment[]): void {
  body.textContent = '';
  for (const block of blocksOf(segments)) {
    const line = make(
      block.kind === 'quoted' ? 'blockquote' : 'p',
      block.kind === 'stated' ? 'stated' : '',
      block.text,
    );
    if (block.kind !== 'said') {
      for (const citation of block.citations) {
        const name =
          citation.clause === 0 ? words.front : words.clause.replace('{number}', String(citation.clause));
        line.append(' ', linkTo(hrefOf(citation), name));
      }
    }
    body.append(line);
  }
}

function linkTo(path: string, text: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.href = home + path;
  link.target = '_blank';
  link.rel = 'noopener';
  link.textContent = text;
  return link;
}

function make(name: string, className: string, text = ''): HTMLElement {
  const element = document.createElement(name);
  if (className !== '') element.className = className;
  element.textContent = text;
  return element;
}

if (!customElements.get('suwen-widget')) {
  customElements.define('suwen-widget', SuwenWidget);
  // A site may place the element itself; else it goes to the end of the page.
  if (!document.querySelector('suwen-widget')) document.body.append(document.createElement('suwen-widget'));
}
