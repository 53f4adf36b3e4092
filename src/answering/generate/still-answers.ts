import type { Citation } from '../../domain/policy.js';
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

/**
 * Whether a sentence rests on what the offline answer quotes, beside the clause's title. What else a clause says is of something else, and which of
 * its sentences answer was decided without a model: asked for a railway to Shanghai, a true sentence on loans there is talk beside the point.
 */
export function keepsToQuotes({ citations }: Pick<Statement, 'citations'>, { segments }: Claiming): boolean {
  const quoted = segments.flatMap((segment) => (segment.kind === 'quote' ? segment.citations : []));
  const isQuoted = ({ clause, start, end }: Citation) =>
    quoted.some((one) => one.clause === clause && one.start < end && start < one.end);
  const isTitle = ({ clause, start }: Citation) => clause > 0 && start === 0;
  return citations.some(isQuoted) && citations.every((one) => isQuoted(one) || isTitle(one));
}

function numbersIn(text: string): string[] {
  return readQuantities(fold(text)).flatMap(({ isArticle, value }) => (isArticle ? [] : [value]));
}
