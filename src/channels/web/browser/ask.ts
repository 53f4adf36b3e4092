import type { AnswerObject } from '../../api/answer-object.js';
import { fillLine, verdictOf, type TurnWords } from '../turn-words.js';
import { byId } from './dom.js';
import { setUpFeedback } from './feedback.js';
import { forgetTurns, keepTurn, keptTurns, type KeptTurn } from './kept-turns.js';
import { readAnswer } from './read-answer.js';
import { Refused, requestAnswer } from './request-answer.js';
import { setUpActions } from './turn-actions.js';
import { addSegment, beginTurn, failTurn, fillTurn, noteOn, waitTurn } from './turn.js';

/** The conversation on the page: asks, shows, keeps, stops, tries again. */
export function setUpAsking(words: TurnWords): void {
  const thread = byId('thread', HTMLElement);
  const form = byId('composer', HTMLFormElement);
  const box = byId('q', HTMLTextAreaElement);
  const stop = byId('stop', HTMLButtonElement);
  const restart = byId('restart', HTMLAnchorElement);
  const alert = byId('alert', HTMLElement);
  const shown = new WeakMap<HTMLElement, KeptTurn>();
  const questions = new WeakMap<HTMLElement, string>();
  let conversationId = '';
  let running: AbortController | undefined;

  restore();
  setUpActions(thread, words, (turn) => shown.get(turn));
  setUpFeedback(thread, words);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  box.addEventListener('keydown', (event) => {
    // While a Chinese input method is composing, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-ask]') : null;
    if (link === null) return;
    event.preventDefault();
    if (running === undefined) ask(link.dataset['ask'] ?? '');
  });
  thread.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-act="retry"]') : null;
    const turn = button?.closest<HTMLElement>('.turn');
    if (!turn || running !== undefined) return;
    waitTurn(turn, words.answer.searching);
    run(turn, questions.get(turn) ?? '').catch(() => undefined);
  });
  stop.addEventListener('click', () => running?.abort());
  restart.addEventListener('click', (event) => {
    event.preventDefault();
    running?.abort();
    forgetTurns();
    conversationId = '';
    thread.textContent = '';
    setTalking(false);
    box.focus();
  });

  function submit(): void {
    const question = box.value.trim();
    alert.hidden = question !== '';
    if (question === '') alert.textContent = words.ask.empty;
    else if (running === undefined) ask(question);
  }

  function ask(question: string): void {
    box.value = '';
    const turn = beginTurn(question, words);
    questions.set(turn, question);
    thread.append(turn);
    setTalking(true);
    turn.scrollIntoView({ block: 'start' });
    run(turn, question).catch(() => undefined);
  }

  async function run(turn: HTMLElement, question: string): Promise<void> {
    running = new AbortController();
    stop.hidden = false;
    const messages = [{ role: 'user', content: question }];
    const body = JSON.stringify({ messages, ...(conversationId === '' ? {} : { conversationId }) });
    try {
      const request = { url: '/api/chat', body, signal: running.signal };
      let notice = '';
      const answer = await requestAnswer(request, {
        step: (step) => {
          const verdict = turn.querySelector('[data-part="verdict"]');
          if (verdict) verdict.textContent = words.answer[step];
        },
        segment: (segment) => addSegment(turn, segment, words),
        fallback: () => {
          notice = words.answer.fallback;
          waitTurn(turn, words.answer.searching);
        },
      });
      finish(turn, { question, answer });
      if (notice !== '') noteOn(turn, notice);
    } catch (error) {
      const text = running.signal.aborted ? words.answer.stopped : wordOf(error, words);
      failTurn(turn, text);
      say(text);
    } finally {
      running = undefined;
      stop.hidden = true;
    }
  }

  function finish(turn: HTMLElement, kept: KeptTurn): void {
    show(turn, kept);
    keepTurn(kept);
    say(`${words.answer.done}${verdictOf(kept.answer, words)}。${kept.answer.text}`);
  }

  function show(turn: HTMLElement, kept: KeptTurn): void {
    fillTurn(turn, kept.answer, words);
    shown.set(turn, kept);
    ({ conversationId } = kept.answer);
  }

  /** What this tab showed before the reload, then what the server answered in this very page. */
  function restore(): void {
    const given = thread.querySelector<HTMLElement>('.turn');
    const answer = given ? answerIn(given) : undefined;
    for (const kept of keptTurns()) {
      const turn = beginTurn(kept.question, words);
      thread.insertBefore(turn, given);
      show(turn, kept);
    }
    if (given && answer) {
      const question = given.querySelector('[data-part="question"]')?.textContent ?? '';
      show(given, { question, answer });
      keepTurn({ question, answer });
      history.replaceState(null, '', '/'); // a reload restores it from what is kept instead of asking twice
      given.scrollIntoView({ block: 'start' });
    }
    setTalking(thread.childElementCount > 0);
  }

  function setTalking(isTalking: boolean): void {
    byId('ask', HTMLElement).classList.toggle('talking', isTalking);
    thread.hidden = !isTalking;
    restart.hidden = !isTalking;
    const label = form.querySelector('label');
    if (label) label.textContent = isTalking ? words.ask.labelNext : words.ask.label;
  }

  /** One polite announcement for each answer. */
  function say(text: string): void {
    byId('status', HTMLElement).textContent = text;
  }
}

function answerIn(turn: HTMLElement): AnswerObject | undefined {
  try {
    return readAnswer(JSON.parse(turn.dataset['answer'] ?? ''));
  } catch {
    return undefined;
  }
}

function wordOf(error: unknown, { answer, ask }: TurnWords): string {
  if (!(error instanceof Refused)) return answer.failed;
  if (error.status === 429) return fillLine(answer.failedLimit, { seconds: error.retryAfter || 60 });
  if (error.status === 503 && error.retryAfter === 0) return answer.failedOff; // told to come back it is only busy
  if (error.status === 413 || error.status === 422) return answer.failedLong;
  return error.status === 400 ? ask.empty : answer.failed;
}
