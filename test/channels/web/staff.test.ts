import { describe, expect, test } from 'vitest';
import { createSessions } from '../../../src/channels/web/staff/session.js';
import { groupUnanswered } from '../../../src/channels/web/staff/unanswered.js';

const TOKEN = 'a token of sufficient length';

describe('a session', () => {
  test('lasts a working day and no longer', () => {
    let now = 1_000_000;
    const sessions = createSessions(TOKEN, () => now);
    const result = sessions.signIn(TOKEN, '王工');
    if (typeof result === 'string') throw new Error(result);
    expect(sessions.read(result.cookie)).toEqual({ name: '王工' });
    now += 8 * 3_600_000;
    expect(sessions.read(result.cookie)).toBeUndefined();
  });

  test('cannot be made, changed or carried over to a new token', () => {
    const sessions = createSessions(TOKEN);
    const result = sessions.signIn(TOKEN, 'a');
    if (typeof result === 'string') throw new Error(result);
    const [expires, name, signature] = result.cookie.split('.');
    for (const forged of [
      `9${expires}.${name}.${signature}`,
      `${expires}.Yg.${signature}`,
      `${expires}.${name}.`,
      '',
      '..',
    ])
      expect(sessions.read(forged)).toBeUndefined();
    expect(createSessions(`${TOKEN}!`).read(result.cookie)).toBeUndefined();
  });

  test('is refused to everyone for a minute after ten wrong tokens', () => {
    let now = 0;
    const sessions = createSessions(TOKEN, () => now);
    for (let i = 0; i < 10; i += 1) expect(sessions.signIn('wrong', '')).toBe('wrong');
    expect(sessions.signIn(TOKEN, '')).toBe('too_many');
    now += 60_000;
    expect(sessions.signIn(TOKEN, '')).toHaveProperty('cookie');
  });
});

test('unanswered questions are counted across punctuation and width, the most asked first; jokes and threats are left out', () => {
  const entry = {
    id: '',
    channel: 'web',
    conversationId: null,
    text: '',
    clauses: [],
    mode: 'extractive',
    ms: 1,
  };
  const silent = { ...entry, outcome: 'refused', reason: 'not_in_plan', missing: [] };
  const groups = groupUnanswered([
    { ...silent, question: '养老金多少', at: 3 },
    { ...silent, question: '居住证怎么办?', at: 2 },
    { ...silent, question: '居住证 怎么办？', at: 1, missing: ['办理流程'] },
    { ...silent, reason: 'unsafe', question: '居住证怎么办', at: 4 },
  ]);
  expect(groups).toEqual([
    { question: '居住证怎么办?', times: 2, missing: ['办理流程'], last: 2 },
    { question: '养老金多少', times: 1, missing: [], last: 3 },
  ]);
});
