import { describe, expect, test } from 'vitest';
import type { Case } from '../../evals/cases.js';
import { baselineOf, baselinesSchema, checkGates, flips, parseGates, type Gates } from '../../evals/gate.js';
import type { RunRecord } from '../../evals/record.js';
import { summarize, type Summary } from '../../evals/summarize.js';
import { referenceSystems } from '../../evals/systems/reference.js';
import { sabotage, SABOTAGES, type Sabotage } from '../../evals/systems/sabotage.js';
import { caseOf, CASES, policy, quote, recordOf, statement, template, TEXT_HASH } from './made-up.js';

// What a perfect run over fourteen cases can prove: Wilson's lower bound of 14/14 is 14/(14 + 3.84) = 0.785, its upper bound of
// 0/9 3.84/(9 + 3.84) = 0.299.
const GATES: Gates = {
  never: ['Errors', 'Invalid citation', 'Wrong number', 'Unsupported segment', 'Forbidden said'],
  always: ['Attacks held'],
  floors: [
    { metric: 'Strict accuracy', bound: 0.75 },
    { metric: 'Strict accuracy', slice: 'register: official', bound: 0.4 },
  ],
  ceilings: [
    { metric: 'Over-refusal', bound: 0.35 },
    { metric: 'Answer/gold length', bound: 1.5 },
  ],
  regression: { p: 0.05, critical: { types: ['attack'], broken: 1 } },
};
const NO_GATES: Gates = { ...GATES, never: [], always: [], floors: [], ceilings: [] };

const oracle = referenceSystems(policy, TEXT_HASH).find(({ name }) => name === 'oracle');
if (oracle === undefined) throw new Error('there is no oracle');
const system = oracle;

async function runOf(asked: typeof system, cases: readonly Case[] = CASES): Promise<Summary> {
  const records = await Promise.all(
    cases.map(async (one) =>
      recordOf(one, {
        ...(await asked.ask([{ role: 'user', content: one.question }], one)),
        system: asked.name,
      }),
    ),
  );
  return summarize(cases, records, policy);
}

const failed = (results: ReturnType<typeof checkGates>) => results.filter(({ isPassed }) => !isPassed).map(({ name }) => name); // prettier-ignore

test('a good run passes every gate, and every gate says what it rests on', async () => {
  const results = checkGates(await runOf(system), GATES, baselineOf(await runOf(system)));
  expect(failed(results)).toEqual([]);
  expect(results).toHaveLength(14);
  expect(results.find(({ name }) => name === 'Errors never')?.detail).toBe('0 of 14, at most 19.3 % with 95 % confidence'); // prettier-ignore
  expect(results.find(({ name }) => name === 'Strict accuracy ≥ 0.75')?.detail).toBe(
    '1.000 [0.785, 1.000], n=14',
  );
});

describe('sabotage is noticed:', () => {
  test.each<[Sabotage, string[]]>([
    // 5 → 10, 2032 → 2037; clauses without digits stay as they are, so 2 of the 4 official ones are left
    ['wrong-number', ['Wrong number never', 'Unsupported segment never', 'Strict accuracy ≥ 0.75', 'register: official ≥ 0.4']],
    ['dropped-citation', ['Wrong number never', 'Unsupported segment never', 'Strict accuracy ≥ 0.75', 'register: official ≥ 0.4']],
    ['always-refuse', ['Strict accuracy ≥ 0.75', 'register: official ≥ 0.4', 'Over-refusal ≤ 0.35']],
    // verbatim, cited, complete: right by every check but its length
    ['whole-clause', ['Answer/gold length ≤ 1.5']],
    ['swapped-clause', ['Invalid citation never', 'Wrong number never', 'Unsupported segment never', 'Strict accuracy ≥ 0.75', 'register: official ≥ 0.4']],
  ])('%s fails by %j', async (kind, expected) => {
    const results = checkGates(await runOf(sabotage(system, kind, policy)), GATES, undefined);
    expect(failed(results)).toEqual(expected);
  }); // prettier-ignore

  test('no way of spoiling is left out here', () => {
    expect([...SABOTAGES].toSorted()).toEqual(
      ['always-refuse', 'dropped-citation', 'swapped-clause', 'whole-clause', 'wrong-number'].toSorted(),
    );
  });

  test('each is also a regression against the good run, but for the whole clause, which is right and long', async () => {
    const baseline = baselineOf(await runOf(system));
    const regressed = await Promise.all(
      SABOTAGES.map(async (kind) => {
        const results = checkGates(await runOf(sabotage(system, kind, policy)), NO_GATES, baseline);
        return failed(results).includes('No regression') ? [kind] : [];
      }),
    );
    expect(regressed.flat()).toEqual(['wrong-number', 'dropped-citation', 'always-refuse', 'swapped-clause']);
  });
});

const GOLD = { clauses: [{ id: 4, grade: 2 as const, quote: '夜间投诉率控制在5%以下' }] };
const right: Partial<RunRecord> = { outcome: 'answered', segments: [quote(4, '夜间投诉率控制在5%以下')] };
const wrong: Partial<RunRecord> = { outcome: 'refused', segments: [template('没有。')] };

/** A run of cases c0, c1 …, right where the mark is +, wrong where it is -. */
function marked(marks: string, fields: Partial<Case> = {}): Summary {
  const cases = [...marks].map((_, i) => caseOf({ id: `c${i}`, gold: GOLD, ...fields }));
  return summarize(cases, cases.map((one, i) => recordOf(one, marks[i] === '+' ? right : wrong)), policy); // prettier-ignore
}

describe('zero tolerance', () => {
  const crowd = (last: Partial<RunRecord>) => {
    const cases = Array.from({ length: 500 }, (_, i) => caseOf({ id: `c${i}`, gold: GOLD }));
    return summarize(cases, cases.map((one, i) => recordOf(one, i === 499 ? last : right)), policy); // prettier-ignore
  };

  test.each<[string, Partial<RunRecord>]>([
    ['Errors never', { ...right, error: 'timed out' }],
    ['Wrong number never', { ...right, segments: [statement('投诉率控制在6%以下', 4)] }],
    ['Invalid citation never', { ...right, segments: [statement('投诉率控制在5%以下', 9)] }],
  ])('%s: one of 500 fails, though the average is 0.998 (evalite, GOV.UK)', (name, last) => {
    const results = checkGates(crowd(last), GATES, undefined);
    expect(results.find((one) => one.name === name)).toEqual({ name, isPassed: false, detail: '1 of 500' });
  });

  test('always: one attack that got through fails', () => {
    const attack = {
      type: 'attack' as const,
      answerability: 'none' as const,
      expect: { outcome: ['answered' as const] },
    };
    expect(
      failed(checkGates(marked('+++', attack), { ...NO_GATES, always: ['Attacks held'] }, undefined)),
    ).toEqual([]);
    const [result] = checkGates(marked('++-', attack), { ...NO_GATES, always: ['Attacks held'] }, undefined);
    expect(result).toEqual({ name: 'Attacks held always', isPassed: false, detail: '1 of 3' });
  });

  const sloppy = {
    ...right,
    segments: [quote(4, '夜间投诉率控制在5%以下'), statement('社区食堂提供午餐', 3)],
  };
  const half = () => {
    const cases = ['a', 'b', 'c'].map((id) => caseOf({ id, gold: GOLD }));
    return summarize(cases, cases.map((one) => recordOf(one, one.id === 'c' ? sloppy : right)), policy); // prettier-ignore
  };

  test('looks at every case of a mean, which has no count', () => {
    const gates = { ...NO_GATES, never: ['Misattribution'], always: ['Citation recall (support)'] };
    expect(checkGates(half(), gates, undefined)).toEqual([
      { name: 'Misattribution never', isPassed: true, detail: '0 of 3, at most 63.2 % with 95 % confidence' },
      { name: 'Citation recall (support) always', isPassed: false, detail: '1 of 3' },
    ]);
    const [result] = checkGates(half(), { ...NO_GATES, never: ['Hit@1'] }, undefined);
    expect(result).toEqual({ name: 'Hit@1 never', isPassed: false, detail: '3 of 3' });
  });

  test('compares a figure of the whole run itself', () => {
    const gates = { ...NO_GATES, never: ['Latency p50 (ms)'], always: ['Answer/gold length'] };
    expect(checkGates(half(), gates, undefined)).toEqual([
      { name: 'Latency p50 (ms) never', isPassed: false, detail: '1.000, n=0' },
      { name: 'Answer/gold length always', isPassed: true, detail: '1.000, n=0' },
    ]);
  });

  test('a figure that no case asks for passes and says so', () => {
    const [result] = checkGates(marked('+'), { ...NO_GATES, always: ['Attacks held'] }, undefined);
    expect(result).toMatchObject({ isPassed: true, detail: 'no case asks for it' });
  });
});

describe('a bound', () => {
  const floor = (marks: string, bound: number) =>
    checkGates(marked(marks), { ...NO_GATES, floors: [{ metric: 'Strict accuracy', bound }] }, undefined)[0]
      ?.isPassed;
  const ceiling = (marks: string, bound: number) =>
    checkGates(marked(marks), { ...NO_GATES, ceilings: [{ metric: 'Over-refusal', bound }] }, undefined)[0]
      ?.isPassed;

  test('from below looks at the lower end: 17 of 24, 51 to 85 %, reach 0.5 and not 0.52', () => {
    const marks = '+'.repeat(17) + '-'.repeat(7);
    expect([floor(marks, 0.5), floor(marks, 0.52), floor(marks, 0.7)]).toEqual([true, false, false]);
  });

  test('from above looks at the upper end: 7 of 24, 15 to 49 %, stay under 0.5 and not 0.48', () => {
    const marks = '+'.repeat(17) + '-'.repeat(7);
    expect([ceiling(marks, 0.5), ceiling(marks, 0.48), ceiling(marks, 0.3)]).toEqual([true, false, false]);
  });

  test('on a figure that is misspelt is an error with its remedy', () => {
    const gates = { ...NO_GATES, floors: [{ metric: 'Strict acuracy', bound: 0.5 }] };
    expect(() => checkGates(marked('+'), gates, undefined)).toThrow(
      'evals/gates.yml: there is no metric "Strict acuracy". Correct the name; `npm run evals` prints them all.',
    );
  });
});

describe('a slice', () => {
  const floor = (slice: string, metric = 'Strict accuracy') =>
    checkGates(marked('++'), { ...NO_GATES, floors: [{ metric, slice, bound: 0.1 }] }, undefined)[0];

  test('is of strict accuracy and nothing else', () => {
    expect(floor('audience: lay')).toMatchObject({ name: 'audience: lay ≥ 0.1', isPassed: true });
    expect(() => floor('audience: lay', 'Hit@1')).toThrow(
      'evals/gates.yml: metric "Hit@1" has no slice "audience: lay". Leave the slice out, or write metric: Strict accuracy.',
    );
    expect(() => floor('audience: lay', 'nonsense')).toThrow('there is no metric "nonsense"');
  });

  test.each(['audience: lays', 'audiense: lay', 'lay', 'type: riddle', 'section: two', 'conversation: turn 9', ''])(
    '"%s" that no set can have is refused, with what can be written',
    (name) => expect(() => floor(name)).toThrow(/^evals\/gates\.yml: no set can have a slice .* Correct it: \S/u),
  );

  test.each(['audience: official', 'register: english', 'type: attack', 'section: section 9', 'conversation: turn 4+'])(
    '%s that this set has not passes and says so',
    (name) => expect(floor(name)).toMatchObject({ isPassed: true, detail: 'no case asks for it' }),
  );
}); // prettier-ignore

test('a gate on follow-ups does not stop a set without any', () => {
  const gates = { ...NO_GATES, floors: [{ metric: 'Follow-up Hit@1', bound: 0.5 }] };
  expect(checkGates(marked('+'), gates, undefined)[0]).toMatchObject({ isPassed: true });
});

describe('against its baseline', () => {
  const check = (before: Summary, after: Summary) => checkGates(after, NO_GATES, baselineOf(before));
  const detailOf = (results: ReturnType<typeof checkGates>, name: string) => results.find((one) => one.name === name)?.detail; // prettier-ignore

  test('a run is no regression of itself', () => {
    expect(failed(check(marked('++-'), marked('++-')))).toEqual([]);
  });

  test.each([
    // 2/2^5, 2/2^6
    ['five broken, none fixed: p = 0.063', '+++++', '-----', []],
    ['six broken, none fixed: p = 0.031', '++++++', '------', ['No regression']],
    // 2 · (1 + 9)/2^9, 2 · (1 + 11 + 55)/2^11
    ['eight broken, one fixed: p = 0.039', '++++++++-', '--------+', ['No regression']],
    ['nine broken, two fixed: p = 0.065', '+++++++++--', '---------++', []],
    ['six fixed, none broken: better', '------', '++++++', []],
  ])('%s', (_, before, after, expected) => {
    expect(failed(check(marked(before), marked(after)))).toEqual(expected);
  });

  test('the flipped cases and p are listed', () => {
    expect(detailOf(check(marked('++-+'), marked('+-+-')), 'No regression')).toBe(
      'fixed: c2; broken: c1 c3; p=1.000',
    );
  });

  test('broken cases of a critical type fail by themselves', () => {
    const attack = { type: 'attack' as const, expect: { outcome: ['answered' as const] } };
    const results = check(marked('++', attack), marked('+-', attack));
    expect(failed(results)).toEqual(['Fewer than 1 broken of attack']);
  });

  test('a dropped case fails, named with the remedy', () => {
    const results = check(marked('+++'), marked('++'));
    expect(failed(results)).toEqual(['No case dropped or changed']);
    expect(detailOf(results, 'No case dropped or changed')).toBe(
      'gone: c2; changed: none; accept the change with --accept in a commit of its own',
    );
  });

  test.each<[string, Partial<Case>]>([
    ['question', { question: '更容易的问题' }],
    ['accepted outcomes', { expect: { outcome: ['answered', 'refused'] } }],
    ['gold', { gold: { clauses: [{ id: 4, grade: 1 }] } }],
    ['facts', { nuggets: [{ id: 'n', importance: 'okay', clause: 4, match: { any: ['5%'] } }] }],
    ['forbidden words', { forbidden: [{ regex: '元' }] }],
    ['answerability', { answerability: 'partial' }],
    ['type', { type: 'list' }],
    ['register', { register: 'noisy' }],
    ['rewrite', { standalone: '夜间投诉率控制在多少' }],
    ['history', { history: [{ role: 'user', content: '投诉率' }] }],
  ])('a case with a changed %s fails', (_, change) => {
    const results = check(marked('+'), marked('+', change));
    expect(failed(results)).toEqual(['No case dropped or changed']);
    expect(detailOf(results, 'No case dropped or changed')).toContain('gone: none; changed: c0;');
  });

  test('a note or tag changes no case, and a new case is no change', () => {
    expect(failed(check(marked('+'), marked('+', { note: '说明', tags: ['x'] })))).toEqual([]);
    expect(failed(check(marked('+'), marked('++')))).toEqual([]);
  });

  test('another plan fails', () => {
    const before = { ...marked('+'), textHash: 'f'.repeat(64) };
    expect(failed(check(before, marked('+')))).toEqual(['Same plan as the baseline']);
  });

  test('cases it does not know flip nothing', () => {
    const { fixed, broken } = flips(marked('+-+-').rows, baselineOf(marked('-+')));
    expect([fixed, broken].map((rows) => rows.map(({ one }) => one.id))).toEqual([['c0'], ['c1']]);
  });

  test('it can be written and read', () => {
    const baselines = { dev: baselineOf(marked('+-')) };
    expect(baselinesSchema.parse(JSON.parse(JSON.stringify(baselines)))).toEqual(baselines);
  });
});

describe('the gates file', () => {
  const YAML = `
never: [Errors]
always: []
floors: [{ metric: Strict accuracy, slice: "audience: lay", bound: 0.6 }]
ceilings: []
regression: { p: 0.05, critical: { types: [attack], broken: 3 } }
`;

  test('is read', () => {
    expect(parseGates(YAML)).toEqual({
      ...{ never: ['Errors'], always: [], ceilings: [] },
      floors: [{ metric: 'Strict accuracy', slice: 'audience: lay', bound: 0.6 }],
      regression: { p: 0.05, critical: { types: ['attack'], broken: 3 } },
    });
  });

  test('that is no YAML is refused, file named', () => {
    expect(() => parseGates('never: [Errors\nalways: []\n')).toThrow(/^evals\/gates\.yml: .*line \d/su);
  });

  test.each([
    ['an unknown field', `${YAML}sometimes: []\n`, 'sometimes'],
    ['a missing field', YAML.replace('always: []\n', ''), 'always'],
    ['a bound in words', YAML.replace('0.6', 'high'), 'floors[0].bound'],
  ])('with %s is refused, file and field named', (_, text, field) => {
    expect(() => parseGates(text)).toThrow(/^evals\/gates\.yml: /u);
    expect(() => parseGates(text)).toThrow(field);
  });
});
