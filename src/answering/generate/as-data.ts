/**
 * Typed text as a prompt may hold it: no character that is not seen, and no angle bracket that could close the block it stands in.
 * That keeps a prompt readable, and is no defence: what a model says is checked whatever it was talked into.
 */
export function asData(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cf}\p{Co}\p{Cn}\ufe00-\ufe0f]/gu, '')
    .replace(/\p{Cc}+/gu, ' ')
    .replaceAll('<', '＜')
    .replaceAll('>', '＞')
    .trim();
}
