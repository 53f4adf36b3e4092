import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseStaffWords } from '../../../src/channels/web/staff/staff-words.js';
import { parseWords } from '../../../src/channels/web/words.js';

describe.each([
  ['pages', parseWords],
  ['staff', parseStaffWords],
])('prompts/%s.yml', (name, parse) => {
  const text = readFileSync(`prompts/${name}.yml`, 'utf8');

  test('has every line and no other', () => expect(parse(text)).toBeTypeOf('object'));

  test('is refused with the name of the line that is missing or too many', () => {
    expect(() => parse(text.replace(/^ {2}title: .*\n/mu, ''))).toThrow(/title/u);
    expect(() => parse(`${text}\nsurplus: x\n`)).toThrow(/surplus/u);
  });
});
