/** What a text may hold of a link's address and words: nothing that could end the tag or begin another. */
const unsafe = /["'<>&\s]/gu;

/**
 * A link that sends `words` as the person's own message. Documented for menu messages only, so that every use also
 * says what to type.
 */
export function replyLink(words: string, id: string): string {
  const safe = words.replaceAll(unsafe, '');
  return `<a href="weixin://bizmsgmenu?msgmenucontent=${safe}&msgmenuid=${id}">${safe}</a>`;
}

/** A link to a page. */
export function pageLink(url: string, words: string): string {
  return `<a href="${encodeURI(url)}">${words.replaceAll(unsafe, '')}</a>`;
}

/** Text that WeChat shows as it is: an opening bracket could begin a link. */
export function withoutTags(text: string): string {
  return text.replaceAll('<', '＜').replaceAll('>', '＞');
}
