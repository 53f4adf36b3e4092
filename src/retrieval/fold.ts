import { Converter } from 'opencc-js/t2cn';
import { LRUCache } from 'lru-cache';

// Format and control characters carry no meaning for matching: zero-width, bidirectional, tags.
const INVISIBLE = /[\p{Cf}\p{Co}\p{Cn}]/gu;
// Marks laid over others, variation selectors among them: struck-out 落̶户̶ is still 落户.
const MARKS = /\p{M}/gu;
const CONTROL = /\p{Cc}/gu;

// People from Hong Kong and Taiwan, and some phones, write Traditional characters; the plan and the corpus do not.
const simplify = Converter({ from: 't', to: 'cn' });
const HAN = /\p{Script=Han}/u;

/**
 * Folds text for matching only, never for showing: full-width to half-width, Traditional to Simplified, lower case, without invisible characters,
 * lone surrogates and spaces between Chinese characters.
 */
export function fold(text: string): string {
  const wide = text.toWellFormed().normalize('NFKC').replace(MARKS, '');
  return (HAN.test(wide) ? simplify(wide) : wide)
    .replace(INVISIBLE, '')
    .replace(CONTROL, ' ')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replace(/(?<=[^\x21-\x7e]) | (?=[^\x21-\x7e])/gu, '')
    .trim();
}

// What nearly everybody types: of it only capitals and Traditional characters need folding, and what is no letter or number goes anyway.
const PLAIN = /^[\u4e00-\u9fff\w\s，。？！、；：“”‘’（）《》〈〉【】…—·,.?!;:()"'%+/-]*$/u;

// One question is folded for every signal and model that reads it.
const words = new LRUCache<string, string>({
  max: 8,
  memoMethod: (text) =>
    (PLAIN.test(text) ? simplify(text).toLowerCase() : fold(text)).replace(/[^\p{L}\p{N}]+/gu, ''),
});

/** Folded text with punctuation and symbols removed too: what n-grams are taken from. */
export function foldToWords(text: string): string {
  return words.memo(text);
}
