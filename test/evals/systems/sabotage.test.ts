import { describe, expect, test } from 'vitest';
import { isSupported, isValid } from '../../../evals/metrics/citations.js';
import { NO_REPLY, type Reply } from '../../../evals/record.js';
import { sabotage, SABOTAGES, type Sabotage } from '../../../evals/systems/sabotage.js';
import type { System } from '../../../evals/systems/system.js';
import { caseOf, policy, quote, template, TEXT_HASH } from '../made-up.js';

const COMPLAINTS = '夜间投诉率控制在5%以下';
const REPLY: Reply = {
  ...{ ...NO_REPLY, outcome: 'answered', confidence: 0.9 },
  segments: [template('方案第4处写道：'), quote(4, COMPLAINTS), quote(2, '坚持便民、安全、有序')],
};
const good: System = { name: 'good', textHash: TEXT_HASH, ask: async () => structuredClone(REPLY) };
const spoilt = (kind: Sabotage, system = good) =>
  sabotage(system, kind, policy).ask([{ role: 'user', content: '问' }], caseOf());

test.each(SABOTAGES)(
  '%s is written into the name of the system, which answers from the same text',
  (kind) => {
    expect(sabotage(good, kind, policy)).toMatchObject({ name: `good+${kind}`, textHash: TEXT_HASH });
  },
);

test.each(SABOTAGES)('%s changes the reply and leaves the system itself alone', async (kind) => {
  expect(await spoilt(kind)).not.toEqual(REPLY);
  expect(await good.ask([], caseOf())).toEqual(REPLY);
});

describe('a reply is spoilt:', () => {
  test('a wrong number stands in a statement with the right citation; fixed wording is left', async () => {
    const { segments } = await spoilt('wrong-number');
    expect(segments.map(({ kind, text }) => [kind, text])).toEqual([
      ['template', '方案第4处写道：'],
      ['statement', '夜间投诉率控制在10%以下'],
      ['statement', '坚持便民、安全、有序'],
    ]);
    expect(segments[1]?.citations).toEqual(REPLY.segments[1]?.citations);
    expect(isSupported(segments[1]?.text ?? '', [4], policy)).toBe(false);
  });

  test('dropped citations leave the words', async () => {
    const { segments } = await spoilt('dropped-citation');
    expect(segments.map(({ text }) => text)).toEqual(REPLY.segments.map(({ text }) => text));
    expect(segments.flatMap(({ citations }) => citations)).toEqual([]);
  });

  test('always refusing says nothing and cites nothing', async () => {
    const reply = await spoilt('always-refuse');
    expect(reply).toMatchObject({
      outcome: 'refused',
      confidence: null,
      segments: [{ kind: 'template', citations: [] }],
    });
  });

  test('the whole clause is a valid quote that says far too much', async () => {
    const { segments } = await spoilt('whole-clause');
    expect(segments.slice(1).map(({ text }) => text)).toEqual([
      policy.clauses[3]?.text,
      policy.clauses[1]?.text,
    ]);
    expect(segments.flatMap(({ citations }) => citations).every((cited) => isValid(cited, policy))).toBe(
      true,
    );
  });

  test('swapped clauses name the next one, the last the first', async () => {
    const { segments } = await spoilt('swapped-clause');
    expect(segments.flatMap(({ citations }) => citations.map(({ clause }) => clause))).toEqual([1, 3]);
    expect(segments.flatMap(({ citations }) => citations).some((cited) => isValid(cited, policy))).toBe(
      false,
    );
  });

  test.each(SABOTAGES)('%s lets an error through', async (kind) => {
    const failing: System = { ...good, ask: () => Promise.reject(new Error('down')) };
    await expect(spoilt(kind, failing)).rejects.toThrow('down');
  });
});
