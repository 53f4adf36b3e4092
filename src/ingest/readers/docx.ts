import mammoth from 'mammoth';
import { Refusal } from '../refusal.js';
import { unzip, type Package } from '../unzip.js';
import type { Extract } from './extract.js';
import { readHtml } from './html.js';

const MAIN = 'word/document.xml';
// Runs no reader sees: marked hidden, as good as white, or of three points and less.
const HIDDEN: readonly (readonly [string, RegExp])[] = [
  ['hidden text', /<w:(?:vanish|specVanish)(?:\s+w:val="(?:1|true|on)")?\s*\/?>/u],
  ['white text', /<w:color\s[^>]*w:val="(?:[fF][0-9a-fA-F]){3}"/u],
  ['text too small to see', /<w:sz\s[^>]*w:val="[0-6]"/u],
];
const CHANGES = /<w:(?:ins|del|moveFrom|moveTo)\s/u;
const NUMBERED = /<w:numPr>(?:(?!<\/w:numPr>)[^])*?<w:numId\s+w:val="[1-9]/gu;

/** The paragraphs of a Word document. @throws Refusal for damaged, encrypted and hostile ones, hidden text and tracked changes */
export async function readDocx(bytes: Buffer): Promise<Extract> {
  const parts = await unzip(bytes);
  const main = parts.xml.get(MAIN)?.toString('utf8');
  if (main === undefined)
    throw new Refusal('it holds no Word document', 'Save it as .docx from Word or WPS.');
  for (const [name, part] of parts.xml) {
    if (/<!(?:DOCTYPE|ENTITY)/iu.test(part.toString('latin1')))
      throw new Refusal(
        `${name} declares entities, which Word never does`,
        'Do not open it; get it from the issuer.',
      );
  }
  refuseHidden(main, parts.xml.get('word/styles.xml')?.toString('utf8') ?? '');
  if (CHANGES.test(main))
    throw new Refusal('it holds tracked changes', 'Accept or reject them all, then save it.');
  const { value } = await convert(parts);
  const { lines, notes } = readHtml(Buffer.from(`<meta charset="utf-8"><main>${value}</main>`));
  const numbered = main.match(NUMBERED)?.length ?? 0;
  const pictures = parts.names.filter((name) => name.startsWith('word/media/')).length;
  return {
    lines,
    notes: [
      ...notes.filter((note) => /tables/u.test(note)),
      ...(numbered > 0 ? [`${numbered} paragraphs are numbered by Word itself; such numbers are not text: turn them into text, or type them`] : []), // prettier-ignore
      ...(pictures > 0 ? [`${pictures} pictures are not read`] : []),
      ...(parts.xml.has('word/comments.xml') ? ['comments are not read'] : []),
      ...(parts.xml.has('word/footnotes.xml') && /<w:footnoteReference\s/u.test(main) ? ['footnotes stand at the end'] : []), // prettier-ignore
      ...(parts.names.some((name) => name.startsWith('word/embeddings/'))
        ? ['embedded files are not read']
        : []),
    ],
  };
}

function refuseHidden(main: string, styles: string): void {
  for (const [what, pattern] of HIDDEN) {
    const isIn = (text: string) => pattern.test(text);
    const style = [...styles.matchAll(/<w:style\s[^>]*w:styleId="([^"]+)"[^>]*>([^]*?)<\/w:style>/gu)].find(
      ([, id = '', body = '']) => isIn(body) && isUsed(main, id),
    );
    if (isIn(main) || style !== undefined)
      throw new Refusal(
        `it holds ${what}`,
        'Show it in Word (Ctrl+A, black, visible, 12 points), read it, take it out.',
      );
  }
}

function isUsed(main: string, style: string): boolean {
  return main.includes(`<w:rStyle w:val="${style}"`) || main.includes(`<w:pStyle w:val="${style}"`);
}

/** Mammoth is given the parts that were checked, never the package: it would unpack that again, in its own way. */
async function convert({ xml }: Package): Promise<{ value: string }> {
  const file = {
    exists: (name: string) => xml.has(name),
    read: async (name: string, encoding?: string) => {
      const part = xml.get(name);
      if (part === undefined) throw new Error(`no ${name}`);
      if (encoding === undefined) return new Uint8Array(part);
      return encoding === 'base64' ? part.toString('base64') : new TextDecoder(encoding).decode(part);
    },
  };
  const options = {
    externalFileAccess: false,
    includeEmbeddedStyleMap: false,
    convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
  };
  try {
    // The types name files and buffers only; an opened package is what the library makes of those itself.
    return await mammoth.convertToHtml({ file } as unknown as { buffer: Buffer }, options);
  } catch (error) {
    throw new Refusal(
      `it cannot be read (${error instanceof Error ? error.message.slice(0, 80) : 'unknown'})`,
      'Open it in Word or WPS and save it again.',
    );
  }
}
