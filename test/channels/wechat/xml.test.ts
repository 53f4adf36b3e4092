import { describe, expect, test } from 'vitest';
import { readIncoming } from '../../../src/channels/wechat/incoming.js';
import { readXml, XML_BYTES, XmlError } from '../../../src/channels/wechat/read-xml.js';
import { vectors } from './vectors.js';

const read = (xml: string) => readIncoming(readXml(xml));

describe('a message is read', () => {
  test.each(vectors.parse_xml)('$id', ({ xml, expect: expected }) => {
    expect(read(xml)).toMatchObject(expected);
  });

  test('whatever markup a person types into it', () => {
    const typed = '<!DOCTYPE html><!-- x --><a><b></c>';
    const xml = (vectors.parse_xml[0]?.xml ?? '').replace('落户条件', typed);
    expect(read(xml)).toMatchObject({ text: typed });
  });
});

describe('a body is refused', () => {
  test.each(vectors.parse_xml_bad)('$id', ({ xml }) => {
    expect(() => read(xml)).toThrow(XmlError);
  });

  test.each([
    ['deep nesting', `<xml>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</xml>`],
    ['open tags', '<xml>'.repeat(10_000)],
    ['tags that never end', '<a'.repeat(20_000)],
    ['data that never ends', `<xml>${'<![CDATA['.repeat(7000)}</xml>`],
    ['a comment', '<xml><!-- x --><a>1</a></xml>'],
    ['more than it can be', `<xml><a>${'x'.repeat(XML_BYTES)}</a></xml>`],
    ['no fields', '<xml/>'],
  ])('%s', (_name, xml) => {
    expect(() => readXml(xml)).toThrow(XmlError);
  });
});
