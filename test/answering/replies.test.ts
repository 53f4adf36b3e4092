import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { fill, parseReplies } from '../../src/answering/replies.js';

const text = readFileSync(`${import.meta.dirname}/../../prompts/replies.yml`, 'utf8');
const wording = parse(text) as Record<string, unknown>;
const strings = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(value as object).flatMap(strings);

test('no wording says that anybody is entitled to anything', () => {
  expect(strings(wording).length).toBeGreaterThan(20);
  for (const line of strings(wording))
    expect(line).not.toMatch(/您可以|你可以|您符合|你符合|一定能|保证|有权/u);
});

test('wording that is missing, superfluous or empty is refused by name', () => {
  const { lead, ...without } = wording;
  expect(() => parseReplies(stringify(without))).toThrow(/prompts\/replies\.yml[^]*lead/u);
  expect(() => parseReplies(stringify({ ...wording, leed: lead }))).toThrow(/prompts\/replies\.yml[^]*leed/u);
  expect(() => parseReplies(stringify({ ...wording, lead: '' }))).toThrow(/prompts\/replies\.yml[^]*lead/u);
  expect(() => parseReplies('')).toThrow(/prompts\/replies\.yml/u);
});

test('every thing a question can ask for has a name when it is missing', () => {
  const { amount: _, ...others } = wording['missingNames'] as Record<string, string>;
  expect(() => parseReplies(stringify({ ...wording, missingNames: others }))).toThrow(/amount/u);
});

test('slots are filled by name; one without a value stays empty', () => {
  expect(fill('第{clause}条「{title}」', { clause: 3, title: '{clause}' })).toBe('第3条「{clause}」');
  expect(fill('第{clause}条', {})).toBe('第条');
});
