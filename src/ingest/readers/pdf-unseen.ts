import type { getDocumentProxy } from 'unpdf';
import { Refusal } from '../refusal.js';

/** A page as the PDF library has it. */
export type PdfPage = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>;

const TAKE_OUT = 'Look at the page with all text selected; take out what cannot be seen.';
// Two points are a third of the smallest print anyone reads.
const SMALLEST = 2;
const INVISIBLE = 3;
const WHITE = '#ffffff';

/**
 * Refuses a page with text that a reader does not see: drawn invisibly (as the layer that text recognition puts over a scan), in white, too
 * small, or beside the page.
 */
export async function refuseUnseen(page: PdfPage, number: number): Promise<void> {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = page.view;
  const { items } = await page.getTextContent();
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue;
    const [a = 0, b = 0, , , x = 0, y = 0] = item.transform as number[];
    if (Math.hypot(a, b) < SMALLEST)
      throw new Refusal(`page ${number} holds text too small to see`, TAKE_OUT);
    if (x > x1 || x + item.width < x0 || y > y1 || y < y0)
      throw new Refusal(`page ${number} holds text beside the page`, TAKE_OUT);
  }
  const { OPS } = await (await import('unpdf')).getResolvedPDFJS();
  const { fnArray, argsArray } = await page.getOperatorList();
  type State = { readonly mode: number; readonly fill: string };
  let state: State = { mode: 0, fill: '#000000' };
  const saved: State[] = [];
  for (const [i, operator] of fnArray.entries()) {
    const first: unknown = (argsArray[i] as unknown[] | null)?.[0];
    if (operator === OPS.save) saved.push(state);
    else if (operator === OPS.restore) state = saved.pop() ?? state;
    else if (operator === OPS.setTextRenderingMode) state = { ...state, mode: Number(first) };
    else if (operator === OPS.setFillRGBColor) state = { ...state, fill: String(first) };
    else if (operator === OPS.showText && holdsSigns(first)) {
      if (state.mode === INVISIBLE)
        throw new Refusal(
          `page ${number} holds invisible text: hidden, or recognised from a scan and never compared`,
          'Get the text version from the issuer, or compare every line and save the text alone.',
        );
      if (state.fill === WHITE) throw new Refusal(`page ${number} holds white text`, TAKE_OUT);
    }
  }
}

/** Whether glyphs other than spaces are shown. */
function holdsSigns(glyphs: unknown): boolean {
  return Array.isArray(glyphs) && glyphs.some((glyph: unknown) => typeof glyph === 'object' && glyph !== null && 'isSpace' in glyph && glyph.isSpace !== true); // prettier-ignore
}
