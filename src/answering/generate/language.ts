import { fold } from '../../retrieval/fold.js';

export type Language = 'simplified' | 'traditional' | 'english';

// 著, 乾 and a few more are written in both; two that differ are no accident, nor is one in a handful.
const FEW = 8;

/** What a question is written in, which the answer is too. */
export function languageOf(question: string): Language {
  const typed = hanOf(question.normalize('NFKC'));
  if (typed.length === 0) return /[a-z]{2}/iu.test(question) ? 'english' : 'simplified';
  const simplified = hanOf(fold(question));
  const differing = typed.filter((character, i) => character !== simplified[i]).length;
  return differing >= (typed.length <= FEW ? 1 : 2) ? 'traditional' : 'simplified';
}

function hanOf(text: string): string[] {
  return text.match(/\p{Script=Han}/gu) ?? [];
}
