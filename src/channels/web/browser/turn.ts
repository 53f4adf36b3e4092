import type { Segment } from '../../../answering/answer.js';
import type { AnswerObject } from '../../api/answer-object.js';
import { blocksOf, bodyOf, hrefOf, type Block } from '../blocks.js';
import {
  clauseName,
  fillLine,
  labelOf,
  missingOf,
  provenanceOf,
  verdictOf,
  type TurnWords,
} from '../turn-words.js';
import { cloneOf, partOf, showText } from './dom.js';

/** An empty turn for a question that was just asked. */
export function beginTurn(question: string, words: TurnWords): HTMLElement {
  const turn = cloneOf('turn-template');
  partOf(turn, 'question').textContent = question;
  waitTurn(turn, words.answer.searching);
  return turn;
}

/** Back to waiting, for a retry too. */
export function waitTurn(turn: HTMLElement, text: string): void {
  turn.dataset['outcome'] = 'waiting';
  partOf(turn, 'verdict').textContent = text;
  showText(partOf(turn, 'notice'), '');
  partOf(turn, 'body').textContent = '';
  partOf(turn, 'actions').hidden = true;
}

/** Adds a verified piece while others are still on their way. */
export function addSegment(turn: HTMLElement, segment: Segment, words: TurnWords): void {
  partOf(turn, 'body').append(...blocksOf([segment]).map((block) => blockNode(block, words)));
}

/** Shows the whole answer; what was streamed is laid out anew from the one object that counts. */
export function fillTurn(turn: HTMLElement, answer: AnswerObject, words: TurnWords): void {
  turn.dataset['outcome'] = answer.outcome;
  partOf(turn, 'verdict').textContent = verdictOf(answer, words);
  showText(partOf(turn, 'missing'), answer.missing.length === 0 ? '' : missingOf(answer.missing, words));
  showText(partOf(turn, 'label'), labelOf(answer));
  const { interpretedAs } = answer;
  const interpreted =
    interpretedAs === null ? '' : fillLine(words.answer.interpretedAs, { question: interpretedAs });
  showText(partOf(turn, 'interpreted'), interpreted);
  showText(partOf(turn, 'notice'), answer.degraded ? words.answer.degraded : '');
  const body = partOf(turn, 'body');
  body.textContent = '';
  body.append(...blocksOf(bodyOf(answer)).map((block) => blockNode(block, words)));
  showText(partOf(turn, 'provenance'), answer.citations.length === 0 ? '' : provenanceOf(answer, words));
  partOf(turn, 'actions').hidden = false;
  setRetry(turn, false);
  fillFeedback(partOf(turn, 'feedback'), answer.id);
  fillSuggestions(partOf(turn, 'suggestions'), answer.suggestions);
}

/** Says why there is no answer and offers another try. */
export function failTurn(turn: HTMLElement, text: string): void {
  turn.dataset['outcome'] = 'failed';
  partOf(turn, 'verdict').textContent = '';
  showText(partOf(turn, 'notice'), text);
  partOf(turn, 'actions').hidden = false;
  setRetry(turn, true);
}

export function noteOn(turn: HTMLElement, text: string): void {
  showText(partOf(turn, 'notice'), text);
}

function setRetry(turn: HTMLElement, isFailed: boolean): void {
  for (const button of partOf(turn, 'actions').querySelectorAll<HTMLButtonElement>('button'))
    button.hidden = (button.dataset['act'] === 'retry') !== isFailed;
}

function fillFeedback(form: HTMLElement, answerId: string): void {
  const input = form.querySelector<HTMLInputElement>('input[name="answerId"]');
  if (input) input.value = answerId;
  form.hidden = false;
}

function fillSuggestions(part: HTMLElement, suggestions: readonly string[]): void {
  const list = part.querySelector('ul');
  if (list === null) return;
  list.textContent = '';
  for (const text of suggestions) {
    const item = cloneOf('suggestion-template');
    const link = item.querySelector('a');
    if (link === null) continue;
    link.href = `/?q=${encodeURIComponent(text)}`;
    link.dataset['ask'] = text;
    link.textContent = text;
    list.append(item);
  }
  part.hidden = suggestions.length === 0;
}

function blockNode(block: Block, words: TurnWords): HTMLElement {
  if (block.kind === 'said') {
    const line = cloneOf('said-template');
    line.textContent = block.text;
    return line;
  }
  const quotation = cloneOf(block.kind === 'stated' ? 'stated-template' : 'quote-template');
  partOf(quotation, 'quote').textContent = block.text;
  const chip = quotation.querySelector('a');
  chip?.remove();
  for (const citation of block.citations) {
    const link = chip?.cloneNode(true);
    if (!(link instanceof HTMLAnchorElement)) continue;
    link.href = hrefOf(citation);
    link.textContent = clauseName(citation.clause, words);
    quotation.append(link);
  }
  return quotation;
}
