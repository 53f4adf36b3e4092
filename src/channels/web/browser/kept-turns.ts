import type { AnswerObject } from '../../api/answer-object.js';
import { readAnswer } from './read-answer.js';

export type KeptTurn = { readonly question: string; readonly answer: AnswerObject };

const KEY = 'suwen.turns';
// More than a sitting; older ones leave the page on reload so that storage cannot fill up.
const MOST = 30;

/** This tab's turns, gone when it is closed: phones are shared, so nothing is kept beyond the sitting. */
export function keptTurns(): KeptTurn[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as KeptTurn[];
    return kept.map(({ question, answer }) => ({ question: String(question), answer: readAnswer(answer) }));
  } catch {
    return []; // storage is off, or holds another version's turns
  }
}

export function keepTurn(turn: KeptTurn): void {
  write([...keptTurns(), turn].slice(-MOST));
}

export function forgetTurns(): void {
  write([]);
}

function write(turns: readonly KeptTurn[]): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(turns));
  } catch {
    // Without storage the conversation is lost on reload; asking still works.
  }
}
