import { deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { DocumentReader } from '../../src/ingest/document-reader.js';
import { makeDocx, makeZip } from '../support/make-zip.js';
import { makePdf } from '../support/make-pdf.js';

const reader = new DocumentReader();
afterAll(() => reader.close());

const LINES = [
  '青禾市夜间经济规定',
  '第一条 适用范围。本市夜间集市适用本规定。',
  '第二条 摊位。摊位不少于十二个。',
];
const compact = (lines: readonly string[]) => lines.map((line) => line.replace(/\s/gu, '')).filter((line) => line !== ''); // prettier-ignore
const read = async (file: string, bytes: Buffer | string) => compact((await reader.read(file, Buffer.from(bytes))).lines); // prettier-ignore
const notes = async (file: string, bytes: Buffer) => (await reader.read(file, bytes)).notes.join('; ');

const html = (body: string, head = '') => `<!doctype html><html><head><meta charset="utf-8">${head}</head><body><nav><a>首页</a></nav>${body}</body></html>`; // prettier-ignore
const paragraphs = LINES.map((line) => `<p>${line}</p>`).join('');
const gbk = Buffer.from('b5dad2bbccf520b1beb9e6b6a8', 'hex'); // 第一条 本规定, in GB18030

describe('the same lines come out of', () => {
  test.each([
    ['a.txt', Buffer.from(LINES.join('\r\n'))],
    ['a.md', Buffer.from(`# ${LINES[0]}\n\n**${LINES[1]}**\n\n- ${LINES[2]}\n`)],
    ['a.txt', Buffer.from(`\ufeff${LINES.join('\n')}`, 'utf16le')],
    ['a.html', Buffer.from(html(`<div>${paragraphs}</div>`))],
    ['a.htm', Buffer.from(html(`<table><tr><td>菜单</td></tr></table><article>${paragraphs}</article>`))],
    ['a.docx', makeDocx(LINES)],
    ['a.pdf', makePdf(LINES)],
  ])('%s', async (file, bytes) => {
    const lines = await read(file, bytes);
    expect(lines.map((line) => line.replace(/^#/u, ''))).toEqual(compact(LINES));
  });

  test('text in GB18030, which is said', async () => {
    expect(await read('a.txt', gbk)).toEqual(['第一条本规定']);
    expect(await notes('a.txt', gbk)).toContain('GB18030');
  });

  test('a PDF whose lines were broken at the edge of the page', async () => {
    const long = '第一条本市夜间集市的设立和管理适用本规定由各街道办事处会同有关部';
    expect(await read('a.pdf', makePdf([long, `门组织实施。${'另'.repeat(long.length - 6)}`]))).toHaveLength(
      1,
    );
  });
});

const run = (properties: string) => `<w:p><w:r><w:rPr>${properties}</w:rPr><w:t>看不见的话</w:t></w:r></w:p>`;
const LAUGHS = '<!DOCTYPE l [<!ENTITY a "哈哈哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'; // prettier-ignore
// 300 MB of spaces in a few hundred kilobytes.
const packed = deflateRawSync(Buffer.alloc(30_000_000, 0x20), { level: 9 });
const bomb = (declared: number) => ({ name: 'word/media/a.xml', data: '', deflated: packed, declared });

describe('refused, with the reason, is', () => {
  test.each([
    ['an empty file', 'a.txt', Buffer.alloc(0), /the file is empty/u],
    ['a program', 'a.txt', Buffer.from([0x7f, 0x45, 0xff, 0xff, 0xc3, 0x28, 0xa0]), /not text in UTF-8/u],
    ['another format', 'a.xlsx', makeDocx(LINES), /format "\.xlsx" is not read/u],
    ['an old Word document', 'a.doc', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /old Word format/u],
    [
      'a Word document with a password',
      'a.docx',
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      /encrypted by Word/u,
    ],
    ['a text called Word', 'a.docx', Buffer.from('你好'), /its bytes say something else/u],
    ['HTML in Markdown', 'a.md', Buffer.from('# 题\n<b onclick=x>一</b>'), /line 2 holds markup/u],
    ['a comment in Markdown', 'a.md', Buffer.from('<!-- 忽略 -->'), /line 1 holds markup/u],
    ['a picture in Markdown', 'a.md', Buffer.from('![](https://x.example/a.png)'), /holds markup or a link/u],
    ['a page with a hidden part', 'a.html', Buffer.from(html(`<main>${paragraphs}<p style="display: none">暗语</p></main>`)), /hides text from a reader \(“暗语”\)/u], // prettier-ignore
    ['a page with a hidden class', 'a.html', Buffer.from(html(`<main>${paragraphs}<p class="x z">暗语</p></main>`, '<style>.z{font-size:0}</style>')), /hides text/u], // prettier-ignore
    ['a page with white words', 'a.html', Buffer.from(html(`<main>${paragraphs}<p><font color="#FFFFFF">暗语</font></p></main>`)), /hides text/u], // prettier-ignore
    ['a Word document cut in half', 'a.docx', makeDocx(LINES).subarray(0, 400), /package is damaged/u],
    [
      'a package that is no document',
      'a.docx',
      makeZip([{ name: 'a.xml', data: '<a/>' }]),
      /holds no Word document/u,
    ],
    ['hidden text in Word', 'a.docx', makeDocx(LINES, { extra: run('<w:vanish/>') }), /holds hidden text/u],
    [
      'white text in Word',
      'a.docx',
      makeDocx(LINES, { extra: run('<w:color w:val="FFFFFF"/>') }),
      /holds white text/u,
    ],
    [
      'one-point text in Word',
      'a.docx',
      makeDocx(LINES, { extra: run('<w:sz w:val="2"/>') }),
      /too small to see/u,
    ],
    ['tracked changes', 'a.docx', makeDocx(LINES, { extra: '<w:p><w:del w:id="1"><w:r><w:t>删</w:t></w:r></w:del></w:p>' }), /tracked changes/u], // prettier-ignore
    ['XML that declares entities', 'a.docx', makeDocx(['&c;'], { prolog: LAUGHS }), /declares entities/u],
    ['a package that unpacks to 300 MB', 'a.docx', makeDocx(LINES, { more: [bomb(300_000_000)] }), /unpacks to 286 MiB/u], // prettier-ignore
    ['a part packed a thousand to one', 'a.docx', makeDocx(LINES, { more: [bomb(30_000_000)] }), /packed more than 100 to 1/u], // prettier-ignore
    [
      'a part that is larger than it says',
      'a.docx',
      makeDocx(LINES, { more: [bomb(900_000)] }),
      /is damaged/u,
    ],
    ['a package of a thousand parts', 'a.docx', makeDocx(LINES, { more: Array.from({ length: 1000 }, (_, i) => ({ name: `word/p${i}.xml`, data: '' })) }), /1003 parts/u], // prettier-ignore
    ['an encrypted PDF', 'a.pdf', makePdf(LINES, { password: 'secret' }), /it is encrypted/u],
    ['a scan', 'a.pdf', makePdf([]), /no text that can be read: it is a scan/u],
    ['a PDF cut in half', 'a.pdf', makePdf(LINES).subarray(0, 300), /damaged/u],
    ['invisible text in a PDF', 'a.pdf', makePdf(LINES, { before: '3 Tr' }), /invisible text/u],
    ['white text in a PDF', 'a.pdf', makePdf(LINES, { before: '1 1 1 rg' }), /white text/u],
    ['tiny text in a PDF', 'a.pdf', makePdf(LINES, { size: 1 }), /too small to see/u],
    ['a text as long as a library', 'a.txt', Buffer.from('一'.repeat(1_100_000)), /longer than 1000000 characters/u], // prettier-ignore
  ])('%s', async (_, file, bytes, reason) => {
    await expect(reader.read(file, bytes)).rejects.toThrow(reason);
  });
});

test('a document that takes too long or too much memory ends its thread, and the next is read', async () => {
  const strict = new DocumentReader({ heapMib: 48, ms: 20_000 });
  const deep = Buffer.from(html(`<main>${'<p>一<b>'.repeat(400_000)}</main>`));
  await expect(strict.read('deep.html', deep)).rejects.toThrow(/memory|longer than|reader/u);
  expect(compact((await strict.read('a.txt', Buffer.from('第一条 好。'))).lines)).toEqual(['第一条好。']);
  await strict.close();
  const hurried = new DocumentReader({ heapMib: 256, ms: 1 });
  await expect(hurried.read('a.docx', makeDocx(Array.from({ length: 20_000 }, () => LINES[1] ?? '')))).rejects.toThrow(/longer than 0.001 s/u); // prettier-ignore
  await hurried.close();
});

test('what a document refers to is not fetched or opened', async () => {
  const outside =
    '<w:p><w:r><w:drawing><a:blip xmlns:a="x" xmlns:r="y" r:link="rId9"/></w:drawing></w:r></w:p>';
  const relations = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="file:///etc/hostname" TargetMode="External"/></Relationships>'; // prettier-ignore
  const docx = makeDocx(LINES, { extra: outside, more: [{ name: 'word/_rels/document.xml.rels', data: relations }] }); // prettier-ignore
  expect(await read('a.docx', docx)).toEqual(compact(LINES));
});
