import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerText, type Answer } from '../../src/answering/answer.js';
import { answered, chat, clarify, partial, refused, verify } from '../../src/answering/compose.js';
import { parseReplies } from '../../src/answering/replies.js';
import type { Clause } from '../../src/domain/policy.js';
import { publishedMadeUpPolicy, readPolicy } from '../support/policies.js';

const policy = readPolicy(publishedMadeUpPolicy());
const replies = parseReplies(readFileSync(`${import.meta.dirname}/../../prompts/replies.yml`, 'utf8'));
const [, principles, stalls, lights] = policy.clauses as [Clause, Clause, Clause, Clause];

const span = (clause: Clause, words: string) => {
  const start = clause.text.indexOf(words);
  return { start, end: start + words.length };
};
const light = { clause: lights, spans: [span(lights, '夜间投诉率控制在5%以下')] } as const;
const stall = { clause: stalls, spans: [span(stalls, '每个街道设置摊位不少于十二个')] } as const;
const templates = (answer: Answer) =>
  answer.segments.filter(({ kind }) => kind === 'template').map(({ text }) => text);

test('an answer shows each quote under the number and title of its clause', () => {
  const answer = answered([], [light, stall], replies, 0.5);
  expect(answerText(answer)).toBe(
    '第4条「照明改造」：夜间投诉率控制在5%以下\n第3条「摊位支持」：每个街道设置摊位不少于十二个',
  );
  expect(answer).toMatchObject({ outcome: 'answered', confidence: 0.5, interpretedAs: null });
});

test('a quote that begins with the title is not given it twice', () => {
  const whole = { clause: lights, spans: [{ start: 0, end: lights.text.length }] } as const;
  expect(answerText(answered([], [whole], replies, 1))).toBe(`第4条：${lights.text}`);
});

test('the front matter is quoted without a number', () => {
  const number = {
    clause: policy.frontMatter,
    spans: [span(policy.frontMatter, policy.documentNumber)],
  } as const;
  expect(answerText(answered(['文件载明：'], [number], replies, 1))).toBe(
    `文件载明：${policy.documentNumber}`,
  );
});

test('parts of a sentence that do not touch stand on lines of their own, sentences follow one another', () => {
  const parts = { clause: stalls, spans: [span(stalls, '每个街道'), span(stalls, '百分之六十')] } as const;
  const sentences = { clause: principles, spans: [span(principles, '坚持便民、安全、有序。'), span(principles, '鼓励社区居民参与夜间集市治理。')] } as const; // prettier-ignore
  expect(answerText(answered([], [parts], replies, 1))).toMatch(/每个街道\n百分之六十$/u);
  expect(answerText(answered([], [sentences], replies, 1))).toMatch(/有序。鼓励社区/u);
});

test('a partial answer first says what is missing, then quotes, then says whom to ask', () => {
  const answer = partial(['具体金额', '联系方式'], [stall, light], replies, 0.5);
  expect(answer).toMatchObject({ outcome: 'partial', missing: ['具体金额', '联系方式'] });
  expect(templates(answer)[0]).toContain('没有写明具体金额、联系方式');
  expect(templates(answer).at(-1)).toBe(replies.consult);
  expect(answer).toHaveProperty('citations.length', 2);
});

test('the citations of an answer are those of its segments, in order', () => {
  for (const answer of [
    answered([], [light, stall], replies, 1),
    partial(['具体金额'], [light, stall], replies, 1),
  ]) {
    expect(answer).toHaveProperty(
      'citations',
      answer.segments.flatMap(({ citations }) => citations),
    );
  }
});

test('what is not answered is one fixed line without a citation', () => {
  for (const answer of [refused('unsafe', '不', replies), clarify(replies), chat('您好', replies)]) {
    expect(answer.segments).toEqual([{ kind: 'template', text: answerText(answer), citations: [] }]);
  }
});

test('a span outside its clause cannot be quoted', () => {
  const outside = { clause: lights, spans: [{ start: 0, end: 1000 }] } as const;
  expect(() => answered([], [outside], replies, 1)).toThrow(RangeError);
});

describe('verify', () => {
  const answer = answered([], [light], replies, 1);
  /** The answer with its quote segment changed. */
  const tampered = (change: (quote: Answer['segments'][number]) => object): Answer => ({
    ...answer,
    segments: answer.segments.map((one) =>
      one.kind === 'quote' ? { ...one, ...change(one) } : one,
    ) as never,
  });
  const citation = (change: object) =>
    tampered(({ citations }) => ({ citations: citations.map((one) => ({ ...one, ...change })) }));

  test('passes on what is right', () => {
    expect(verify(answer, policy)).toBe(answer);
  });

  test.each([
    ['another clause', citation({ clause: 3 })],
    ['a clause that is not there', citation({ clause: 5 })],
    ['a place beside it', citation({ start: light.spans[0].start + 1 })],
    ['other words', citation({ quote: '夜间投诉率控制在6%以下' })],
    ['a changed segment and citation', tampered(() => ({ text: '免费', citations: [{ clause: 4, start: 0, end: 2, quote: '免费' }] }))], // prettier-ignore
  ])('throws on a citation of %s', (_name, wrong) => {
    expect(() => verify(wrong, policy)).toThrow(/a quote is not in clause/u);
  });

  test('throws on a segment that says more than it cites', () => {
    const more = tampered(({ text }) => ({ text: `${text}，一律免费` }));
    expect(() => verify(more, policy)).toThrow(/says more than it cites/u);
  });

  test('throws on a quote segment without a citation', () => {
    expect(() =>
      verify(
        tampered(() => ({ citations: [] })),
        policy,
      ),
    ).toThrow(/says more than it cites/u);
  });
});
