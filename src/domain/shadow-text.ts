/** A text to look for patterns in, where every character knows which stretch of the original it stands for. */
export type Shadow = {
  readonly text: string;
  /** Original offsets, one a UTF-16 unit of the shadow, and one more for the end. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
};

// Characters that show nothing, and marks laid over others (keycaps, accents): they only break up what stands under them.
// Fillers and the empty braille cell are letters and symbols by their class, and as invisible.
const INVISIBLE = /^[\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{M}\u115f\u1160\u3164\uffa0\u2800]|[^\P{Cc}\s]$/u;
const CHINESE_DIGITS = [
  '零〇○洞⓿',
  '一壹幺弌',
  '二贰貳弍',
  '三叁參弎',
  '四肆',
  '五伍',
  '六陆陸',
  '七柒拐',
  '八捌',
  '九玖勾',
];
const CHINESE = new Map(CHINESE_DIGITS.flatMap((same, digit) => [...same].map((c) => [c, String(digit)])));
// Digits that compatibility folding leaves alone, by where zero is or would be: ❶ ➀ ➊ ⓵, Arabic, Persian, Devanagari, Thai, Tibetan.
const ZEROS: readonly number[] = [0x2775, 0x277f, 0x2789, 0x24f4, 0x0660, 0x06f0, 0x0966, 0x0e50, 0x0f20];
// Where zero would be stands something else: a ten or an ornament.
const NO_DIGITS = new Set([0x2775, 0x277f, 0x2789, 0x24f4]);

/**
 * Folds a text for matching: full-width and circled characters become plain, what cannot be seen is left out.
 * @param isChinese also read 一三八 and 壹叁捌 as digits
 */
export function shadowOf(text: string, isChinese: boolean): Shadow {
  let shadow = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    if (INVISIBLE.test(character)) {
      // What is hidden inside a number is part of it.
      if (ends.length > 0 && ends.at(-1) === at) ends[ends.length - 1] = end;
    } else {
      const folded = foldCharacter(character, isChinese);
      shadow += folded;
      for (let i = 0; i < folded.length; i += 1) {
        starts.push(at);
        ends.push(end);
      }
    }
    at = end;
  }
  return { text: shadow, starts, ends };
}

function foldCharacter(character: string, isChinese: boolean): string {
  if (character >= '\u0020' && character <= '\u007e') return character;
  if (isChinese) {
    const digit = CHINESE.get(character);
    if (digit !== undefined) return digit;
  }
  const code = character.codePointAt(0) ?? 0;
  const zero = ZEROS.find((start) => code >= start && code < start + 10);
  if (zero !== undefined && !NO_DIGITS.has(code)) return String(code - zero);
  const plain = character.normalize('NFKC');
  // One character may fold to a whole sentence (U+FDFA to 18); such a one is no part of a number.
  return plain.length > 4 ? character : plain;
}
