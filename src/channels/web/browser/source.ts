import { clauseName, fillLine, type TurnWords } from '../turn-words.js';
import { byId } from './dom.js';

type ClauseReply = {
  readonly number: number;
  readonly title: string;
  readonly section: number;
  readonly sectionTitle: string;
  readonly text: string;
  readonly sentences: readonly { readonly index: number; readonly start: number; readonly end: number }[];
};

const WIDE = '(min-width: 64rem)';

/** Opens a cited clause beside or over the answers with the very words marked. Where it cannot, the link is followed as usual. */
export function setUpSource(words: TurnWords): void {
  const dialog = byId('source', HTMLDialogElement);
  const ask = byId('ask', HTMLElement);
  let opener: HTMLAnchorElement | undefined;

  ask.addEventListener('click', (event) => {
    const chip = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a.chip') : null;
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (chip === null || !isPlain) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    opener = chip;
    open(chip).catch(() => {
      location.assign(chip.href);
    });
  });
  byId('source-close', HTMLButtonElement).addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    ask.classList.remove('with-source');
    opener?.removeAttribute('aria-expanded');
    opener?.focus();
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close(); // beside the sheet, on the dimmed page
  });
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && dialog.open) dialog.close(); // a dialog beside the page does not do this by itself
  });

  async function open(chip: HTMLAnchorElement): Promise<void> {
    const { pathname, search } = new URL(chip.href);
    const [, start = 0, end = 0] = /mark=(\d+)-(\d+)/u.exec(search) ?? [];
    const response = await fetch(`/api${pathname}`);
    if (!response.ok) throw new Error(`clause: ${response.status}`);
    fill((await response.json()) as ClauseReply, Number(start), Number(end));
    byId('source-link', HTMLAnchorElement).href = chip.href;
    chip.setAttribute('aria-expanded', 'true');
    if (matchMedia(WIDE).matches) {
      ask.classList.add('with-source');
      dialog.show();
    } else dialog.showModal();
    byId('source-title', HTMLElement).focus();
    dialog.querySelector('mark')?.scrollIntoView({ block: 'center' });
  }

  function fill(clause: ClauseReply, start: number, end: number): void {
    const name = clauseName(clause.number, words);
    byId('source-title', HTMLElement).textContent = clause.number === 0 ? name : `${name} ${clause.title}`;
    const section = fillLine(words.read.sectionOf, { section: clause.section, title: clause.sectionTitle });
    byId('source-section', HTMLElement).textContent = clause.number === 0 ? '' : section;
    const text = byId('source-text', HTMLElement);
    text.textContent = '';
    text.className = clause.number === 0 ? 'clause front' : 'clause';
    for (const sentence of clause.sentences) {
      if (sentence.index === 0 && start >= sentence.end) continue; // the title stands above, unless it is what was cited
      const span = document.createElement('span');
      span.className = 'sentence';
      const from = Math.max(sentence.start, Math.min(start, sentence.end));
      const to = Math.max(from, Math.min(end, sentence.end));
      span.append(clause.text.slice(sentence.start, from));
      if (to > from) {
        const mark = document.createElement('mark');
        mark.textContent = clause.text.slice(from, to);
        span.append(mark);
      }
      span.append(clause.text.slice(to, sentence.end));
      text.append(span);
    }
  }
}
