/** HTML that may stand in a page as it is. */
export type Markup = { readonly html: string };
export type Part = Markup | string | number | null | readonly Part[];

/** Template tag: what is filled in is escaped unless it is markup itself, so forgetting to escape is not possible. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { html: strings.map((text, i) => (i === 0 ? text : htmlOf(parts[i - 1] ?? null) + text)).join('') };
}

/** For text that is known to be HTML: the style sheet, the script. Never for what a person or a system wrote. */
export function raw(html: string): Markup {
  return { html };
}

function htmlOf(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map(htmlOf).join('');
}

// HTML has no way to write control characters; browsers show them as boxes or worse.
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F\u0080-\u009F]/gu;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }; // prettier-ignore

/** Text as it may stand in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(CONTROLS, '').replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? character);
}

/** JSON that no text in it can end: inside a script element only `</script` and `<!--` mean anything. */
export function embeddedJson(data: unknown): Markup {
  const json = JSON.stringify(data).replace(/[<>&\u2028\u2029]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`); // prettier-ignore
  return raw(json);
}
