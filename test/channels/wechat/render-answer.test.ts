import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer, Segment } from '../../../src/answering/answer.js';
import { readXml } from '../../../src/channels/wechat/read-xml.js';
import {
  BODY_LIMIT,
  MESSAGE_LIMIT,
  renderAnswer,
  type RenderOptions,
} from '../../../src/channels/wechat/render-answer.js';
import { bytesOf } from '../../../src/channels/wechat/split-text.js';
import { writeReply } from '../../../src/channels/wechat/write-xml.js';
import { cite } from '../../../src/domain/policy.js';
import { plan, quoting, saying, wording } from '../../support/wechat.js';

const options: RenderOptions = {
  wording,
  publicUrl: 'https://example.invalid',
  bodyLimit: BODY_LIMIT,
  links: 'reply',
};
const render = (answer: Answer, over: Partial<RenderOptions> = {}) =>
  renderAnswer(answer, 'extractive', { ...options, ...over });

describe('an answer is shown as', () => {
  test('label, text, basis, page, suggestions', () => {
    const quote = quoting(6).segments[1]?.text;
    expect(render(quoting(6))).toEqual([
      `【政策原文摘录】
第6条「扩大社会保障覆盖面」：${quote}
依据：第6条
<a href="https://example.invalid/clauses/6">查看第6条全文</a>

还可以问（点击，或直接输入）：
· <a href="weixin://bizmsgmenu?msgmenucontent=第6条原文&msgmenuid=ask">第6条原文</a>`,
    ]);
  });

  test('without links where there are no pages or they do not work', () => {
    const [text] = render(quoting(6), { publicUrl: undefined, links: 'none' });
    expect(text).not.toMatch(/<|还可以问/u);
  });

  test('at most three suggestions', () => {
    const [text] = render(quoting(6, { suggestions: ['甲', '乙', '丙', '丁'] }));
    expect(text.match(/msgmenucontent/gu)).toHaveLength(3);
  });

  test('fixed words alone, without label or basis', () => {
    const refused: Answer = {
      outcome: 'refused',
      reason: 'off_topic',
      missing: [],
      segments: [{ kind: 'template', text: '不在其中。', citations: [] }],
      suggestions: [],
      confidence: 1,
      interpretedAs: null,
    };
    expect(render(refused)).toEqual(['不在其中。']);
  });

  test('plain text, whatever a model writes', () => {
    const text =
      '## 社保\n**扩大**参保\n- 第一\n[点这里](https://evil.invalid) <a href="https://evil.invalid">x</a>';
    const [shown] = renderAnswer(saying(6, text), 'generated', { ...options, publicUrl: undefined });
    expect(shown).toContain('社保\n扩大参保\n· 第一\n点这里 ＜a href="https://evil.invalid"＞x＜/a＞');
    expect(shown).toMatch(/^【AI生成】/u);
    expect(shown).toContain('其中的白话解读由人工智能生成，仅供参考，以文件原文为准。');
  });
});

describe('a long answer', () => {
  const clauses = plan.clauses.slice(0, 12);
  const citations = clauses.map((clause) => cite(clause, { start: 0, end: clause.text.length }));
  const segments: Segment[] = citations.flatMap((citation) => [
    { kind: 'template', text: `\n第${citation.clause}条：`, citations: [] },
    { kind: 'quote', text: citation.quote, citations: [citation] },
  ]);
  const parts = render(quoting(6, { segments, citations } as unknown as Partial<Answer>));

  test('comes in numbered parts, each with its label, that fit and lead on', () => {
    expect(parts.length).toBeGreaterThan(2);
    for (const [i, part] of parts.entries()) {
      expect(part).toMatch(/^【政策原文摘录】\n/u);
      expect(bytesOf(part)).toBeLessThanOrEqual(MESSAGE_LIMIT);
      expect(part).toContain(`（${i + 1}/${parts.length}）`);
    }
    expect(parts[0]).toContain(
      '回复“<a href="weixin://bizmsgmenu?msgmenucontent=继续&msgmenuid=more">继续</a>”看下一部分',
    );
    expect(parts.at(-1)).not.toContain('看下一部分');
  });

  test('names neighbouring clauses as one, and leads to all of them', () => {
    expect(parts.at(-1)).toContain(
      '依据：第1至12条\n<a href="https://example.invalid/clauses">查看全部条文</a>',
    );
  });

  test('has every quote whole in one part', () => {
    for (const { quote } of citations) expect(parts.filter((part) => part.includes(quote))).toHaveLength(1);
  });
});

test('5,000 generated answers: valid XML, at most 2,048 bytes, labelled, no quote cut', () => {
  const sentence = fc.constantFrom(
    ...plan.clauses.flatMap(({ sentences }) => sentences.map(({ text }) => text)),
  );
  const odd = fc.string({ unit: 'binary', maxLength: 40 });
  const segment = fc.oneof(
    fc.record({
      kind: fc.constant('statement' as const),
      text: fc.array(fc.oneof(sentence, odd), { minLength: 1, maxLength: 8 }).map((all) => all.join('')),
    }),
    fc.record({ kind: fc.constant('quote' as const), text: sentence }),
    fc.record({
      kind: fc.constant('template' as const),
      text: fc.constantFrom('\n', '\n第6条：', ']]>', '<a href="x">'),
    }),
  );
  fc.assert(
    fc.property(
      fc.array(segment, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 24 }),
      (made, number) => {
        const { citations } = quoting(number) as Answer & { outcome: 'answered' };
        const segments = made.map((each) => ({ ...each, citations })) as unknown as Answer['segments'];
        const parts = renderAnswer(quoting(number, { segments }), 'generated', options);
        for (const part of parts) {
          expect(bytesOf(part)).toBeLessThanOrEqual(MESSAGE_LIMIT);
          expect(part.startsWith('【AI生成】\n')).toBe(true);
          const xml = writeReply({ to: 'a', from: 'b', createTime: 1, content: part });
          expect(readXml(xml).get('MsgType')).toBe('text');
        }
        for (const { kind, text } of made) {
          const isWhole = kind !== 'quote' || parts.some((part) => part.includes(text.trim()));
          expect(isWhole).toBe(true);
        }
      },
    ),
    { numRuns: 5000 },
  );
});
