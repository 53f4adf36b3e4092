import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, splitText } from '../../../src/channels/wechat/split-text.js';
import { vectors } from './vectors.js';

const { limitBytes, facts, cases } = vectors.split;
const graphemes = (text: string) =>
  [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);

test.each(facts)('$repeat × $s is $bytes bytes', ({ s, repeat, bytes, fits }) => {
  const text = s.repeat(repeat);
  expect([bytesOf(text), splitText(text, limitBytes).length === 1]).toEqual([bytes, fits]);
});

describe('a long text is split', () => {
  test.each(cases)('$id: $repeat × $unit', ({ unit, repeat, bytes, minChunks }) => {
    const text = unit.repeat(repeat);
    const parts = splitText(text, limitBytes);
    expect(bytesOf(text)).toBe(bytes);
    expect(parts.length).toBeGreaterThanOrEqual(minChunks);
    expect(Math.max(...parts.map(bytesOf))).toBeLessThanOrEqual(limitBytes);
    expect(parts.join('')).toBe(text);
    expect(parts.flatMap(graphemes)).toEqual(graphemes(text));
  });

  test('at the ends of sentences when there are any', () => {
    const parts = splitText('一二三四五六七八。甲乙丙丁，戊己。', 33);
    expect(parts).toEqual(['一二三四五六七八。', '甲乙丙丁，戊己。']);
  });

  test('never inside a link or a span to keep whole', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((text) => text.replaceAll('<', '')),
      fc.constant('<a href="weixin://bizmsgmenu?msgmenucontent=继续&msgmenuid=more">继续</a>'),
      fc.constant('“两为主、两纳入”。'),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 120, max: 400 }),
        (pieces, limit) => {
          const text = pieces.join('');
          let at = 0;
          const spans = pieces.map((each) => ({ start: at, end: (at += each.length) }));
          const parts = splitText(text, limit, spans);
          const cuts = new Set<number>();
          parts.reduce((sum, part) => (cuts.add(sum + part.length), sum + part.length), 0);
          const ends = new Set(spans.map(({ end }) => end));
          expect(parts.join('')).toBe(text);
          expect(parts.every((part) => part !== '' && bytesOf(part) <= limit)).toBe(true);
          // Pieces may merge into one grapheme where they meet, which is then kept instead.
          expect([...cuts].filter((cut) => !ends.has(cut))).toEqual([]);
        },
      ),
    );
  });
});
