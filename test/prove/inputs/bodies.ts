import type { Random } from './questions.js';

/** A request body and the headers it comes with. */
export type Body = {
  readonly kind: string;
  readonly bytes: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

const CONTENT = '公办学校就读比例是多少';
const valid = (content: string = CONTENT) => JSON.stringify({ messages: [{ role: 'user', content }] });
const VALUES: readonly string[] = ['null', 'true', '0', '-1', '1e999', '-1e-999', '9007199254740993', '"x"', '""', '[]', '{}', '[[]]', '[null]', '{"role":"user"}', '{"content":1}', '[{"role":"user","content":[]}]', '[{"role":"user","content":{"text":"x"}}]', '[{"role":"system","content":"x"}]', '[{"role":"USER","content":"x"}]', '[{"content":"x"}]']; // prettier-ignore
const TYPES: readonly string[] = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'multipart/form-data', 'application/xml', 'application/json; charset=utf-16', 'application/octet-stream', '*/*', 'x', ';;;', 'application/json,application/json', 'a/'.repeat(60)]; // prettier-ignore
const ESCAPES: readonly string[] = [
  '\\ud800',
  '\\udc00\\ud800',
  '\\u0000',
  '\\u202e',
  '\\ufffe',
  '\\u2028',
  '\\uD83D',
  '\\x41',
  '\\',
  '\\u12',
  '\\/',
  '\\b\\f\\n\\r\\t',
];
const ODD_BYTES: readonly (readonly number[])[] = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xfe, 0xff], [0xef, 0xbb, 0xbf], [0x80], [0xe4, 0xb8], [0]]; // prettier-ignore
const NAMES: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  '$where',
  'lc',
  '\\u006d',
  'messages\\u0000',
  '',
];

/** Ways to spoil a body. */
const GENERATORS: Readonly<Record<string, (random: Random) => Omit<Body, 'kind'>>> = {
  cut: (random) => text(valid().slice(0, random.below(valid().length))),
  wrongType: (random) => text(`{"messages":${random.pick(VALUES)}}`),
  wrongTop: (random) => text(random.pick(VALUES)),
  deepArrays: (random) => text('['.repeat(10 + random.below(3000)) + (random.below(2) === 0 ? ']' : '')),
  deepObjects: (random) => text(`{"messages":${'{"a":'.repeat(10 + random.below(1500))}`),
  hugeNumber: (random) =>
    text(`{"messages":[{"role":"user","content":${random.digits(100 + random.below(2000))}}]}`),
  escapes: (random) => text(valid('X').replace('X', () => Array.from({ length: 1 + random.below(40) }, () => random.pick(ESCAPES)).join(''))), // prettier-ignore
  loneSurrogates: (random) => text(valid(Array.from({ length: 1 + random.below(50) }, () => String.fromCharCode(0xd800 + random.below(0x800))).join(''))), // prettier-ignore
  invalidUtf8: (random) => {
    const bytes = Buffer.from(valid());
    const at = random.below(bytes.length);
    return {
      bytes: Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(ODD_BYTES)), bytes.subarray(at)]),
    };
  },
  nuls: (random) => ({ bytes: Buffer.alloc(1 + random.below(200), random.below(2) === 0 ? 0 : '{\0}') }),
  randomBytes: (random) => ({
    bytes: Buffer.from(Array.from({ length: random.below(400) }, () => random.below(256))),
  }),
  duplicateKeys: (random) => text(`{"messages":[{"role":"user","content":"a","content":${random.pick(VALUES)},"role":"user"}],"messages":${random.pick(VALUES)}}`), // prettier-ignore
  oddKeys: (random) => text(`{"${random.pick(NAMES)}":{"isAdmin":true,"messages":${random.pick(VALUES)}},"messages":[{"role":"user","content":"a","${random.pick(NAMES)}":{"polluted":1}}]}`), // prettier-ignore
  oddId: (random) => text(`{"messages":[{"role":"user","content":"a"}],"conversationId":${random.pick([...VALUES, '"../../etc/passwd"', '"' + 'x'.repeat(200) + '"', '"\\u0000"', '"a b"'])}}`), // prettier-ignore
  long: (random) => text(valid('问'.repeat(290 + random.below(3000)))),
  large: (random) => text(valid('x'.repeat(8000 + random.below(80_000)))),
  zalgo: (random) => text(valid(`落${'\u0301'.repeat(random.below(600))}`)),
  expanding: (random) => text(valid('\ufdfa'.repeat(1 + random.below(300)))),
  manyMessages: (random) => text(`{"messages":[${Array.from({ length: 1 + random.below(120) }, (_, i) => `{"role":"${i % 2 === 0 ? 'user' : 'assistant'}","content":"落户"}`).join(',')}]}`), // prettier-ignore
  longHistory: (random) => text(`{"messages":[{"role":"user","content":"${random.pick(['o-', 'a ', '第一', '〔', 'x@', '1 '])}${random.pick(['-', ' a', '一', '1', '@x '])}${'-'.repeat(random.below(20_000))}"},{"role":"assistant","content":"x"},{"role":"user","content":"那呢"}]}`), // prettier-ignore
  wrongContentType: (random) => ({ ...text(valid()), headers: { 'Content-Type': random.pick(TYPES) } }),
  falseEncoding: (random) => ({ ...text(valid()), headers: { 'Content-Encoding': random.pick(['gzip', 'br', 'deflate', 'x', 'identity, gzip']) } }), // prettier-ignore
  languages: (random) => text(`${random.pick(['<?xml version="1.0"?><x/>', 'messages=x', '--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--', 'NaN', 'undefined', "{'messages':[]}", '{messages:[]}', `${valid()},`, `${valid()}${valid()}`, `/*x*/${valid()}`, `\ufeff${valid()}`])}`), // prettier-ignore
  sound: (random) =>
    text(
      valid(
        random.pick(['医保', '第6条原文', '', ' ', '\u0000', '？？？', '🏠🏠', '第99999999999999999999条']),
      ),
    ),
};
const KINDS = Object.keys(GENERATORS);

/** The `i`-th body: every kind in turn. */
export function bodyOf(i: number, random: Random): Body {
  const kind = KINDS[i % KINDS.length] ?? '';
  return { kind, ...(GENERATORS[kind]?.(random) ?? text('')) };
}

function text(given: string): { bytes: Buffer } {
  return { bytes: Buffer.from(given) };
}
