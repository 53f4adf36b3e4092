import { Refusal } from '../refusal.js';
import type { Extract } from './extract.js';

// Markup that a page or a model could be made to run, or that hides text from a reader.
const MARKUP = /<[a-z!/?][^>]{0,200}>|<!--|\]\((?:https?|file|data|javascript):|!\[/iu;
const EMPHASIS = /\*\*|__/gu;
const LIST_MARK = /^\s*[-*+]\s+/u;

/** Plain text and Markdown: line by line, without emphasis and list marks. @throws Refusal for markup and unknown encodings */
export function readText(bytes: Buffer): Extract {
  const { text, notes } = decodeText(bytes);
  const lines = text.split(/\r\n|\r|\n/u);
  for (const [i, line] of lines.entries()) {
    const found = MARKUP.exec(line);
    if (found !== null)
      throw new Refusal(
        `line ${i + 1} holds markup or a link (${found[0].slice(0, 20)})`,
        'Take it out, or save the page as .html.',
      );
  }
  return { lines: lines.map((line) => line.replace(EMPHASIS, '').replace(LIST_MARK, '')), notes };
}

/** UTF-8, UTF-16 with its mark, or GB18030, which older systems write. @throws Refusal when it is none of them */
export function decodeText(bytes: Buffer, declared?: string): { text: string; notes: string[] } {
  const [a, b] = bytes;
  const marked = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
  const isGb = declared !== undefined && /^gb/iu.test(declared);
  for (const encoding of marked ? [marked] : isGb ? ['gb18030', 'utf-8'] : ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return { text, notes: encoding === 'gb18030' && !isGb ? ['the bytes were read as GB18030'] : [] };
    } catch {
      // Not in this encoding: the next is tried.
    }
  }
  throw new Refusal(
    'the bytes are not text in UTF-8, UTF-16 or GB18030',
    'Save it as UTF-8; a picture or a program is no document.',
  );
}
