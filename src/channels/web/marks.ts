import type { Span } from '../../domain/policy.js';

/** What a stretch of clause text is marked as. */
export type MarkKind = 'cited' | 'found' | 'target' | 'modality';
export type Mark = Span & { readonly kind: MarkKind };
/** A stretch with the same marks all through, first to last in the text. */
export type Piece = Span & { readonly text: string; readonly kinds: ReadonlySet<MarkKind> };

/** Cuts `text` from `span.start` to `span.end` wherever a mark begins or ends; marks may overlap. Joined, the pieces are the span's text. */
export function piecesOf(text: string, span: Span, marks: readonly Mark[]): Piece[] {
  const inside = marks.filter(({ start, end }) => start < span.end && end > span.start);
  const cuts = [span.start, span.end, ...inside.flatMap(({ start, end }) => [start, end])]
    .filter((cut) => cut >= span.start && cut <= span.end)
    .toSorted((a, b) => a - b);
  return [...new Set(cuts)].flatMap((start, i, all) => {
    const end = all[i + 1];
    if (end === undefined) return [];
    const kinds = new Set(
      inside.filter((one) => one.start <= start && end <= one.end).map(({ kind }) => kind),
    );
    return [{ start, end, text: text.slice(start, end), kinds }];
  });
}

/** Every place where one of the words stands, longest word first where they begin together. */
export function placesOf(text: string, words: readonly string[]): (Span & { readonly word: string })[] {
  const ordered = words.filter((word) => word !== '').toSorted((a, b) => b.length - a.length);
  const found: (Span & { word: string })[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const word = ordered.find((one) => text.startsWith(one, i));
    if (word === undefined) continue;
    found.push({ start: i, end: i + word.length, word });
    i += word.length - 1;
  }
  return found;
}
