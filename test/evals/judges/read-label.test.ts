import { describe, expect, test } from 'vitest';
import { JudgeError } from '../../../evals/judges/kinds.js';
import { readLabel } from '../../../evals/judges/read-label.js';

describe('a reply is read', () => {
  test.each([
    ['plain', '{"reason":"有","label":"full"}', 'full'],
    ['without a reason', '{"label":"none"}', 'none'],
    ['in a fence', '```json\n{"reason":"有","label":"partial"}\n```', 'partial'],
    ['after thinking aloud', '<think>{"label":"none"}? 不。</think>\n{"reason":"有","label":"full"}', 'full'],
  ])('%s', (_, raw, label) => {
    expect(readLabel('support', raw, false).label).toBe(label);
  });

  test('with a score as number or as text', () => {
    expect(readLabel('helpfulness', '{"label":4}', false).label).toBe('4');
    expect(readLabel('helpfulness', '{"label":"4"}', false).label).toBe('4');
  });

  test('with its reason', () => {
    expect(readLabel('contradiction', '{"reason":"数字不同","label":"yes"}', false).reason).toBe('数字不同');
  });

  test('for two answers by which one was shown as which', () => {
    const read = (label: string, isSwapped: boolean) => readLabel('prefer', JSON.stringify({ label }), isSwapped).label; // prettier-ignore
    expect([read('A', false), read('B', false), read('tie', false)]).toEqual(['first', 'second', 'tie']);
    expect([read('A', true), read('B', true), read('tie', true)]).toEqual(['second', 'first', 'tie']);
  });
});

describe('a reply is an error', () => {
  test.each([
    ['', 'empty'],
    ['full', 'bare word'],
    ['我认为是 {"label":"full"}', 'talk around it'],
    ['{"label":"full"} {"label":"none"}', 'two objects'],
    ['{"reason":"有","label":"fu', 'cut in the middle'],
    ['<think>嗯', 'thought without end'],
    ['{"label":"Full"}', 'other spelling'],
    ['{"label":"yes"}', 'label of another judge'],
    ['{"label":null}', 'no label'],
    ['{"label":["full"]}', 'a list'],
    ['[]', 'no object'],
  ])('%s (%s)', (raw) => {
    expect(() => readLabel('support', raw, false)).toThrow(JudgeError);
  });

  test.each(['0', '6', '4.5', '4/5', ''])('score "%s"', (label) => {
    expect(() => readLabel('coherence', JSON.stringify({ label }), false)).toThrow(JudgeError);
    expect(() => readLabel('coherence', JSON.stringify({ label: 4.5 }), false)).toThrow(JudgeError);
  });

  test('a preference in words that name no answer shown', () => {
    expect(() => readLabel('prefer', '{"label":"first"}', false)).toThrow(JudgeError);
  });
});
