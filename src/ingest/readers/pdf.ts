import { PDF_PAGES } from '../limits.js';
import { Refusal } from '../refusal.js';
import type { Extract } from './extract.js';
import { paragraphsOf, type TextLine } from './pdf-paragraphs.js';
import { refuseUnseen, type PdfPage } from './pdf-unseen.js';

const PAGE_NUMBER = /^[-—–·\s]*(?:第?\s*[0-9]{1,4}\s*页?)[-—–·\s]*$/u;
const UNMAPPED = /[\u0000-\u0008\u000e-\u001f\ufffd\p{Co}]/u;

/** The paragraphs of a PDF that holds text. @throws Refusal for encrypted, damaged and scanned ones, and for text nobody sees */
export async function readPdf(bytes: Buffer): Promise<Extract> {
  provideTransfer();
  const { getDocumentProxy } = await import('unpdf');
  // Nothing in the file is run, fetched or drawn: pictures are skipped whatever their size.
  const options = {
    ...{ isEvalSupported: false, disableFontFace: true, useSystemFonts: false, maxImageSize: 1 },
    ...{ stopAtErrors: true, enableXfa: false, verbosity: 0 },
  };
  const document = await getDocumentProxy(new Uint8Array(bytes), options).catch((error: unknown) => {
    const name = error instanceof Error ? error.name : '';
    if (name === 'PasswordException')
      throw new Refusal('it is encrypted', 'Save it without a password, or get the open version.');
    throw new Refusal('the PDF is damaged', 'Get it again, or save it anew from a PDF reader.');
  });
  if (document.numPages > PDF_PAGES)
    throw new Refusal(`it has ${document.numPages} pages, more than ${PDF_PAGES}`, 'Part it into its documents.'); // prettier-ignore
  const lines: TextLine[] = [];
  let empty = 0;
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number).catch(() => {
      throw new Refusal(`page ${number} is damaged`, 'Get it again, or save it anew from a PDF reader.');
    });
    const own = await linesOf(page, number);
    if (own.length === 0) empty += 1;
    else await refuseUnseen(page, number);
    lines.push(...own);
    page.cleanup();
  }
  if (lines.length === 0)
    throw new Refusal(
      'it holds no text that can be read: it is a scan, or its fonts are not embedded',
      'Get the text version from the issuer, or run text recognition and compare every line.',
    );
  const text = lines.filter((line) => !PAGE_NUMBER.test(line.text));
  const dropped = lines.length - text.length;
  return {
    lines: paragraphsOf(text),
    notes: [
      ...(empty > 0 ? [`${empty} of ${document.numPages} pages hold no text`] : []),
      ...(dropped > 0 ? [`${dropped} page numbers were dropped`] : []),
      'lines were joined to paragraphs by where they stand on the page',
    ],
  };
}

/** The PDF library needs a method of Node 21's; on Node 20 a copy does the same. */
function provideTransfer(): void {
  const prototype = ArrayBuffer.prototype as { transferToFixedLength?: (length?: number) => ArrayBuffer };
  prototype.transferToFixedLength ??= function copy(this: ArrayBuffer, length) {
    return this.slice(0, length);
  };
}

/** The lines of one page in the file's order. */
async function linesOf(page: PdfPage, number: number): Promise<TextLine[]> {
  const { items } = await page.getTextContent();
  const lines: TextLine[] = [];
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue;
    if (UNMAPPED.test(item.str))
      throw new Refusal(
        `page ${number} uses a font whose signs have no meaning`,
        'Save it anew as PDF from the original, or give the .docx.',
      );
    const [, , , , x = 0, y = 0] = item.transform as number[];
    const last = lines.at(-1);
    const size = item.height || last?.size || 0;
    if (last !== undefined && last.page === number && Math.abs(last.y - y) < last.size / 2) {
      last.text += item.str;
      last.right = Math.max(last.right, x + item.width);
      last.left = Math.min(last.left, x);
    } else {
      lines.push({ text: item.str, left: x, right: x + item.width, y, size, page: number });
    }
  }
  return lines;
}
