import type { Draft } from './draft.js';
import type { Finding } from './verdict.js';

const NEGATION = /[不没無无未非勿莫毋否禁拒]|别(?!是)|除外|除非|以外/gu;
// No negations: comparators are judged with their numbers, the rest are words of their own.
const ORDINARY =
  /不会?(?:得)?(?:少于|低于|小于|超过|高于|多于|大于)|不同|不断|不仅|不但|不只|无锡|未来|特别|分别|级别|区别|类别|别的|非常|[之]外/gu;

/** No negation that the clause does not have at the same word, and none left out. */
export function checkNegation(draft: Draft): Finding {
  const evidence = draft.used.map(({ text }) => hide(text)).join('\n');
  // 没有读公办学校的其余子女 are those whom the clause calls 其余.
  const rest = evidence.includes('其余')
    ? draft.text.replaceAll(/没有?(?=[^,。]{2,10}的其余)/gu, '··')
    : draft.text;
  const text = hide(rest);
  for (const { 0: word, index } of text.matchAll(NEGATION)) {
    const after = text.slice(index + word.length, index + word.length + 1);
    if (!evidence.includes(word + after)) return { fault: 'negation', detail: word + after };
  }
  for (const { 0: word, index } of evidence.matchAll(NEGATION)) {
    const after = evidence.slice(index + word.length, index + word.length + 2);
    const at = text.indexOf(after);
    if (after.length === 2 && at !== -1 && !text.slice(Math.max(0, at - 2), at).includes(word))
      return { fault: 'negation', detail: `without ${word}${after}` };
  }
  return undefined;
}

function hide(text: string): string {
  return text.replaceAll(ORDINARY, (word) => '·'.repeat(word.length));
}
