import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { choose, csvOf, hrefOfChoice, readChoice, rowsOf } from '../../../src/channels/web/ledger.js';
import { parseWords } from '../../../src/channels/web/words.js';
import { findTargets } from '../../../src/domain/find-targets.js';
import { publishedMadeUpPolicy, publishedPlan, readPolicy } from '../../support/policies.js';

const words = parseWords(readFileSync('prompts/pages.yml', 'utf8'));
const plan = readPolicy(publishedPlan());
const rows = rowsOf(findTargets(plan), plan, words);

describe('rows', () => {
  test('say value, unit and comparator as the plan does', () => {
    const said = rows.map(({ comparator, value, unit }) => `${comparator} ${value}${unit}`);
    expect(said).toContain('不少于 4万人/年');
    expect(said).toContain('不晚于 2025年底');
    expect(said).toContain('以内 1小时');
  });

  test('are made for another policy too', () => {
    const other = readPolicy(publishedMadeUpPolicy());
    expect(rowsOf(findTargets(other), other, words).length).toBe(findTargets(other).length);
  });
});

describe('a choice', () => {
  test.each([
    [
      { kind: 'scope', sort: 'value', dir: 'desc', section: '4' },
      '/targets?kind=scope&section=4&sort=value&dir=desc',
    ],
    [{ kind: 'x', sort: '__proto__', dir: 'x', section: '-1' }, '/targets'],
  ])('%j has the address %s', (query, href) => {
    expect(hrefOfChoice('/targets', readChoice(query as unknown as Record<string, string>))).toBe(href);
  });

  test('of a section and kind keeps their rows only', () => {
    const kept = choose(rows, readChoice({ kind: 'target', section: '1' }));
    expect(kept.map(({ clause }) => clause)).toEqual(['第3条', '第3条', '第4条', '第6条']);
  });
});

test('a cell that a spreadsheet would run is written as text', () => {
  const [row] = rows;
  if (row === undefined) throw new Error('no rows');
  const csv = csvOf([{ ...row, subject: '=HYPERLINK("http://evil.example")' }], plan, words);
  expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
});
