import { PolicyError } from './errors.js';

/** One non-empty line of a published file, cleaned, with its 1-based line number. */
export type Line = { readonly text: string; readonly line: number; readonly isHeading: boolean };

// Characters a reader cannot see but a quote would carry: control (Cc), and zero-width, bidirectional and tag characters (Cf).
const HIDDEN = /(?!\t)[\p{Cc}\p{Cf}]/u;
// White space is typesetting unless it separates two Latin words or numbers.
const TYPESETTING_SPACE = /(?<=[^\x21-\x7e])[\s\u3000]+|[\s\u3000]+(?=[^\x21-\x7e])/gu;

/**
 * Decodes a published file and returns its non-empty lines with Markdown marks and typesetting spaces removed.
 * @throws PolicyError when the bytes are not UTF-8 or hold hidden characters.
 */
export function readLines(bytes: Uint8Array, file: string): Line[] {
  return cleanLines(decode(bytes, file), file);
}

/** The same of text that is decoded already. @throws PolicyError when it holds hidden characters. */
export function cleanLines(decoded: string, file: string): Line[] {
  const lines: Line[] = [];
  for (const [i, raw] of decoded.split(/\r\n|\r|\n/u).entries()) {
    const hidden = HIDDEN.exec(raw);
    if (hidden) {
      const code = hidden[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
      throw new PolicyError({ file, line: i + 1 }, `hidden character U+${code}`, 'Remove it from the file.');
    }
    const text = raw
      .replace(/^\s*#+\s*/u, '')
      .trim()
      .replace(TYPESETTING_SPACE, '');
    if (text !== '') lines.push({ text, line: i + 1, isHeading: /^\s*#/u.test(raw) });
  }
  return lines;
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // drops a leading byte-order mark
  } catch {
    const line = firstBadLine(bytes);
    throw new PolicyError(
      { file, line },
      'the bytes are not valid UTF-8',
      'Save the file as UTF-8 and try again.',
    );
  }
}

function firstBadLine(bytes: Uint8Array): number {
  const strict = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let from = 0;
  for (let i = 0; i <= bytes.length; i += 1) {
    if (i < bytes.length && bytes[i] !== 0x0a) continue;
    try {
      strict.decode(bytes.subarray(from, i));
    } catch {
      return line;
    }
    line += 1;
    from = i + 1;
  }
  return line;
}
