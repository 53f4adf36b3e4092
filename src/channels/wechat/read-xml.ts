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
// WeChat writes no attributes, comments or declarations.
const TAG = /^<(?<end>\/?)[A-Za-z_][\w.-]*\s*(?<empty>\/?)>$/u;
const LONGEST_TAG = 80;
// An event with nine pictures has some fifty tags.
const TAGS = 400;
// Numbers stand outside CDATA, and the white space of a pretty-printed body.
const OUTSIDE = 8 * 1024;
// A text of 2,048 bytes that is nothing but ]]> is split 683 times.
const TEXTS = 1500;

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

/**
 * One pass before anything is parsed, so that no parser is given more than a message is: a few plain tags, and texts
 * in CDATA, which may hold anything. @throws XmlError
 */
function checkMarkup(text: string): void {
  let [depth, tags, texts, outside, at] = [
    0,
    0,
    0,
    0,
    text.startsWith('<?xml ') ? text.indexOf('?>') + 2 : 0,
  ];
  for (let open = text.indexOf('<', at); open !== -1; open = text.indexOf('<', at)) {
    outside += open - at;
    const isData = text.startsWith(CDATA, open);
    const close = isData ? text.indexOf(']]>', open) : text.indexOf('>', open);
    if (close === -1) throw new XmlError('the body has a tag without an end');
    at = isData ? close + 3 : close + 1;
    if (isData) texts += 1;
    else {
      const tag = TAG.exec(text.slice(open, Math.min(at, open + LONGEST_TAG)))?.groups;
      if (tag === undefined) throw new XmlError('the body has something else than plain tags');
      tags += 1;
      depth += tag['end'] ? -1 : tag['empty'] ? 0 : 1;
    }
    if (depth > DEPTH) throw new XmlError('the body is nested too deep');
    if (tags > TAGS || texts > TEXTS || outside > OUTSIDE) throw new XmlError('the body is no message');
  }
  if (outside + text.length - at > OUTSIDE) throw new XmlError('the body is no message');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
