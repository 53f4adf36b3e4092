import { fold } from '../../retrieval/fold.js';
import { readQuantities } from '../verify/read-quantities.js';
import type { Claiming, Statement } from './lay-out.js';

/**
 * Whether what is left of a model's sentences still answers: one of them rests on the clause that answers best, and where the answer
 * is one sentence of the plan with numbers in it, one of them has at least one of these numbers. Fewer would be talk beside the point.
 */
export function stillAnswers(statements: readonly Statement[], { citations, segments }: Claiming): boolean {
  const [{ clause: best }] = citations;
  if (!statements.some((one) => one.citations.some(({ clause }) => clause === best))) return false;
  const quotes = segments.filter(({ kind }) => kind === 'quote');
  const numbers = quotes.length === 1 ? numbersIn(quotes[0]?.text ?? '') : [];
  if (numbers.length === 0) return true;
  const said = new Set(statements.flatMap(({ text }) => numbersIn(text)));
  return numbers.some((number) => said.has(number));
}

/**
 * Whether a sentence keeps to the numbers and dates that the offline answer quotes. A clause holds several, each of something else;
 * which of them answers the question was decided without a model, and a true number in the wrong place would mislead.
 */
export function keepsToNumbers(text: string, { segments }: Claiming): boolean {
  const quoted = new Set(segments.flatMap(({ kind, text }) => (kind === 'quote' ? numbersIn(text) : [])));
  return numbersIn(text).every((number) => quoted.has(number));
}

function numbersIn(text: string): string[] {
  return readQuantities(fold(text)).flatMap(({ isArticle, value }) => (isArticle ? [] : [value]));
}
