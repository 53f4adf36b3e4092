import type { AnswerObject } from '../../api/answer-object.js';
import { clauseName, fillLine, provenanceOf, type TurnWords } from '../turn-words.js';
import { copyText } from './copy.js';
import { speak, stopSpeaking } from './speak.js';
import { noteOn } from './turn.js';

type Shown = { readonly question: string; readonly answer: AnswerObject };

/** Copy, share and read aloud, for every turn in the thread; retry is the asker's. */
export function setUpActions(
  thread: HTMLElement,
  words: TurnWords,
  shownIn: (turn: HTMLElement) => Shown | undefined,
): void {
  const { answer: said } = words;
  thread.addEventListener('click', (event) => {
    const button =
      event.target instanceof Element ? event.target.closest<HTMLButtonElement>('[data-act]') : null;
    const turn = button?.closest<HTMLElement>('.turn');
    const shown = turn ? shownIn(turn) : undefined;
    if (!button || !turn || !shown) return;
    const act = button.dataset['act'];
    if (act === 'copy') {
      copyText(citedText(shown.answer, words)).then((isCopied) => noteOn(turn, isCopied ? said.copied : said.copyFailed), () => undefined); // prettier-ignore
    } else if (act === 'share') share(turn, shown);
    else if (act === 'speak') toggleSpeech(button, turn, shown.answer.text);
  });

  function share(turn: HTMLElement, { question, answer }: Shown): void {
    const url = `${location.origin}/?q=${encodeURIComponent(answer.interpretedAs ?? question)}`;
    const canHand = typeof navigator.share === 'function';
    const handed = canHand
      ? navigator.share({ url, title: question })
      : Promise.reject(new Error('no share'));
    handed
      .catch(async (error: unknown) => {
        if (error instanceof DOMException && error.name === 'AbortError') return; // the person changed their mind
        noteOn(turn, (await copyText(url)) ? said.shared : said.copyFailed);
      })
      .catch(() => undefined);
  }

  function toggleSpeech(button: HTMLButtonElement, turn: HTMLElement, text: string): void {
    const reset = () => {
      button.textContent = said.speak;
      button.setAttribute('aria-pressed', 'false');
    };
    if (button.getAttribute('aria-pressed') === 'true') {
      stopSpeaking();
      reset();
    } else if (speak(text, reset)) {
      button.textContent = said.speakStop;
      button.setAttribute('aria-pressed', 'true');
    } else noteOn(turn, said.speakNone);
  }
}

/** The answer, which begins with its label when a model worded it, with everything needed to check it: document, number, clauses, links. */
function citedText(answer: AnswerObject, words: TurnWords): string {
  const { title, documentNumber } = answer.policy;
  const document = fillLine(words.site.document, { title, number: documentNumber });
  const sources = answer.citations.map(
    ({ clause, url }) => `——${document}${clauseName(clause, words)} ${location.origin}${url}`,
  );
  return [answer.text, ...sources, provenanceOf(answer, words)].join('\n');
}
