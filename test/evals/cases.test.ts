import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CaseError, isDraft, parseCases, readAllCases, readCases } from '../../evals/cases.js';

/** One whole case in YAML; the fields given replace or extend it. */
function yaml(fields: Readonly<Record<string, string>> = {}): string {
  const all = {
    ...{
      id: 'one',
      group: 'one',
      type: 'fact',
      register: 'lay',
      question: '能不能办',
      answerability: 'full',
    },
    ...{ expect: '{outcome: [answered]}', ...fields },
  };
  const [first = '', ...rest] = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)].join('\n').concat('\n');
}

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof CaseError) return error.message;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const refusal = (text: string) => messageOf(() => parseCases(text, 'x.yml'));

describe('a case file', () => {
  test('gives its cases with the place where each is written', () => {
    const cases = parseCases(`# two\n${yaml()}\n${yaml({ id: 'two' })}`, 'x.yml');
    expect(cases.map(({ id, at }) => [id, at])).toEqual([
      ['one', 'x.yml:2'],
      ['two', 'x.yml:10'],
    ]);
  });

  test('may say by an alias what another case says', () => {
    const gold = '{clauses: [{id: 4, grade: 2}]}';
    const text = `${yaml({ gold: `&gold ${gold}`, history: '&talk [{role: user, content: 甲}]' })}${yaml({ id: 'two', gold: '*gold', history: '*talk' })}`;
    const [one, other] = parseCases(text, 'x.yml');
    expect(other).toMatchObject({ gold: { clauses: [{ id: 4, grade: 2 }] }, history: [{ content: '甲' }] });
    expect(other?.gold).toEqual(one?.gold);
  });

  test('may leave the cluster to the group', () => {
    expect(parseCases(yaml(), 'x.yml')[0]).toMatchObject({ group: 'one', cluster: 'one' });
    expect(parseCases(yaml({ cluster: 'talk' }), 'x.yml')[0]).toMatchObject({ cluster: 'talk' });
  });
});

describe('of a case file is refused, with file, line and remedy,', () => {
  const REMEDY = 'See evals/cases.schema.json for the fields.';

  test.each([
    ['an unknown field', yaml({ colour: 'red' }), 'x.yml:8', 'colour'],
    ['an unknown field further down', yaml({ expect: '\n    outcome: [answered]\n    colour: red' }), 'x.yml:9', 'colour'],
    ['an unknown field of a list', yaml({ gold: '\n    clauses:\n      - id: 4\n        grade: 2\n        page: 3' }), 'x.yml:12', 'page'],
    ['a pattern of nothing but white space', yaml({ forbidden: '\n    - {regex: " "}' }), 'x.yml:9', 'forbidden.0.regex'],
    ['a wrong field of an alias', `${yaml({ expect: '&e\n    outcome: [silence]' })}${yaml({ id: 'two', expect: '*e' })}`, 'x.yml:8', 'expect.outcome.0'],
    ['a missing field', yaml().replace('  register: lay\n', ''), 'x.yml:1', 'register'],
    ['a type that there is not', yaml({ type: 'riddle' }), 'x.yml:3', 'type'],
    ['an outcome that there is not', yaml({ expect: '\n    outcome:\n      - answered\n      - silence' }), 'x.yml:10', 'expect.outcome.1'],
    ['no outcome at all', yaml({ expect: '{outcome: []}' }), 'x.yml:7', 'expect.outcome'],
    ['an id with a space', yaml({ id: 'one two' }), 'x.yml:1', 'id'],
    ['a clause in words', yaml({ gold: '\n    clauses:\n      - {id: 第四条, grade: 2}' }), 'x.yml:10', 'gold.clauses.0.id'],
    ['a grade of 3', yaml({ gold: '\n    clauses:\n      - {id: 4, grade: 3}' }), 'x.yml:10', 'gold.clauses.0.grade'],
    ['a forbidden pattern that is none', yaml({ forbidden: '\n    - {regex: 元}\n    - {regex: "("}' }), 'x.yml:10', 'forbidden.1.regex is no regular expression'],
    ['a pattern of a fact that is none', yaml({ nuggets: '\n    - {id: n, importance: vital, clause: 4, match: {regex: "[" }}' }), 'x.yml:9', 'nuggets.0.match.regex is no regular expression'],
    ['a fact that matches nothing', yaml({ nuggets: '\n    - {id: n, importance: vital, clause: 4, match: {}}' }), 'x.yml:9', 'nuggets.0.match names nothing to match'],
    ['near words of which there is one', yaml({ nuggets: '\n    - {id: n, importance: vital, clause: 4, match: {near: {words: [甲], within: 3}}}' }), 'x.yml:9', 'nuggets.0.match.near.words'],
    ['a role in the history that nobody has', yaml({ history: '\n    - {role: system, content: 你好}' }), 'x.yml:9', 'history.0.role'],
    ['a second case with a wrong field', `${yaml()}${yaml({ id: 'two', register: 'loud' })}`, 'x.yml:11', 'register'],
    ['a word where a case should stand', `${yaml()}- word\n`, 'x.yml:8', ''],
  ])('%s', (_, text, place, named) => {
    const message = refusal(text);
    expect(message.startsWith(`${place}: `)).toBe(true);
    expect(message).toContain(named);
    expect(message).toContain(REMEDY);
  }); // prettier-ignore

  test.each([
    ['a map', yaml().replace('- ', '  ')],
    ['nothing', ''],
    ['a comment', '# later\n'],
    ['a word', 'word\n'],
  ])('%s instead of a list', (_, text) => {
    expect(refusal(text)).toBe('x.yml:1: is no list of cases. Begin each case with "- id:".');
  });

  test.each([
    ['a quote that is not closed', `${yaml()}- id: "two\n`, 9],
    ['a tab for spaces', '- id: one\n\tgroup: one\n', 2],
    ['a field given twice', yaml().replace('  group: one\n', '  group: one\n  group: two\n'), 3],
  ])('%s', (_, text, line) => {
    expect(refusal(text)).toMatch(new RegExp(`^x\\.yml:${line}: `, 'u'));
    expect(refusal(text)).toContain('Correct the YAML there');
  });
});

describe('a folder of case files', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'suwen-cases-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text);

  test('is read in the order of names, other files apart', () => {
    write('b.yml', yaml({ id: 'two' }));
    write('a.yml', `${yaml()}${yaml({ id: 'three' })}`);
    write('notes.md', 'no case');
    expect(readCases(directory).map(({ id, at }) => `${at} ${id}`)).toEqual([
      ...['a.yml:1 one', 'a.yml:8 three', 'b.yml:1 two'],
    ]);
  });

  test('leaves out drafts, which are there all the same', () => {
    write('a.yml', `${yaml()}${yaml({ id: 'two', tags: '[new, draft]' })}`);
    expect(readCases(directory).map(({ id }) => id)).toEqual(['one']);
    expect(readAllCases(directory).map((one) => [one.id, isDraft(one)])).toEqual([['one', false], ['two', true]]); // prettier-ignore
  });

  test('with one id in two files is refused, both places named', () => {
    write('a.yml', yaml());
    write('b.yml', `${yaml({ id: 'two' })}${yaml()}`);
    expect(messageOf(() => readCases(directory))).toBe(
      'b.yml:8: id one is taken by a.yml:1. Give each case its own id.',
    );
  });

  test('with one id twice in a file is refused', () => {
    write('a.yml', `${yaml()}${yaml()}`);
    expect(messageOf(() => readCases(directory))).toBe(
      'a.yml:8: id one is taken by a.yml:1. Give each case its own id.',
    );
  });

  test('without case files is refused', () => {
    write('notes.md', 'no case');
    expect(messageOf(() => readCases(directory))).toBe(
      `${directory}: no case files (*.yml). Restore evals/cases.`,
    );
  });

  test('with one bad file is refused, that file named', () => {
    write('a.yml', yaml());
    write('b.yml', yaml({ id: 'two', type: 'riddle' }));
    expect(messageOf(() => readCases(directory))).toMatch(/^b\.yml:3: type /u);
  });
});

describe('the split', () => {
  const splitOf = (fields: Record<string, string>) => parseCases(yaml(fields), 'x.yml')[0]?.split;
  const name = fc.stringMatching(/^[a-z]{1,6}-[0-9]{1,3}$/u);

  test('is the same for all cases of a group, and of a conversation, whatever their ids', () => {
    fc.assert(
      fc.property(name, name, name, (group, id, other) => {
        expect(splitOf({ group, id })).toBe(splitOf({ group, id: other }));
        expect(splitOf({ group: id, cluster: group })).toBe(splitOf({ group: other, cluster: group }));
      }),
    );
  });

  test('is what the case says, where it says so', () => {
    expect(['dev', 'test', 'holdout', 'smoke'].map((split) => splitOf({ split }))).toEqual([
      ...['dev', 'test', 'holdout', 'smoke'],
    ]);
  });

  test('gives about 30 % to dev, 50 % to test, 20 % to holdout and nothing to smoke', () => {
    const text = Array.from({ length: 1000 }, (_, i) => yaml({ id: `c-${i}`, group: `g-${i}` })).join('');
    const cases = parseCases(text, 'x.yml');
    const share = (split: string) => cases.filter((one) => one.split === split).length / 1000;
    // three standard deviations of a thousand draws are at most 0.048
    expect(Math.abs(share('dev') - 0.3)).toBeLessThan(0.05);
    expect(Math.abs(share('test') - 0.5)).toBeLessThan(0.05);
    expect(Math.abs(share('holdout') - 0.2)).toBeLessThan(0.05);
    expect(share('smoke')).toBe(0);
  });
});
