import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** A body that is not the flat XML that WeChat sends. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

/** The fields directly under <xml>, all strings: an id of 64 bits or the text 007 must not become a number. */
export type Fields = ReadonlyMap<string, string>;

// The longest real message is a text of 2,048 bytes among a dozen short fields, plain and encrypted side by side.
export const XML_BYTES = 64 * 1024;
// The deepest real message is an event with a list of pictures: five.
const DEPTH = 12;
const CDATA = '<![CDATA[';

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: true });

/**
 * Reads one XML message. Fields that hold further tags are left out: no use is made of any.
 * @throws XmlError when it is too large or deep, is not well-formed, has a document type, entities or comments, has
 * another root, or names a field twice
 */
export function readXml(text: string): Fields {
  if (Buffer.byteLength(text) > XML_BYTES) throw new XmlError('the body is too large');
  checkMarkup(text);
  // The parser alone accepts tags that do not match.
  if (XMLValidator.validate(text) !== true) throw new XmlError('the body is not well-formed');
  let document: unknown;
  try {
    document = parser.parse(text);
  } catch {
    throw new XmlError('the body cannot be parsed');
  }
  const root = isRecord(document) ? document['xml'] : undefined;
  if (!isRecord(root)) throw new XmlError('the body has no <xml> with fields in it');
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(root)) {
    if (Array.isArray(value)) throw new XmlError('a field stands twice');
    if (typeof value === 'string') fields.set(name, value);
  }
  return fields;
}

/** One pass before anything is parsed: nothing but elements, text and CDATA, and not deep. @throws XmlError */
function checkMarkup(text: string): void {
  let depth = 0;
  let at = 0;
  for (let open = text.indexOf('<'); open !== -1; open = text.indexOf('<', at)) {
    const isData = text.startsWith(CDATA, open);
    const close = isData ? text.indexOf(']]>', open) : text.indexOf('>', open);
    if (close === -1) throw new XmlError('the body has a tag without an end');
    // A text may hold any of this; outside texts WeChat never sends it.
    if (!isData && text[open + 1] === '!') throw new XmlError('the body has a declaration or comment');
    at = isData ? close + 3 : close + 1;
    if (isData || text[open + 1] === '?' || text[close - 1] === '/') continue;
    depth += text[open + 1] === '/' ? -1 : 1;
    if (depth > DEPTH) throw new XmlError('the body is nested too deep');
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
