import { expect, test } from 'vitest';
import { createLogger } from '../../src/operation/logger.js';

const CANARY = 'canary-8f3a';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  let text = '';
  write(createLogger('info', { write: (line) => void (text += line) }));
  return text;
}

test('an event is one line of JSON, whatever stands in it', () => {
  const hostile = ['\n{"level":30}', '\r\n', '\u001b[31mred', '\u0000', '\u2028', '\u009b2J', '"', '\ud800'];
  const text = logged((logger) => {
    for (const value of hostile) logger.info({ event: 'request', method: value }, 'request');
  });
  const lines = text.split('\n').filter((line) => line !== '');
  expect(lines).toHaveLength(hostile.length);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ event: 'request', msg: 'request' });
  expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f]/u);
});

test.each(['token', 'secret', 'apiKey', 'authorization', 'cookie', 'openid', 'question', 'content', 'url'])(
  'a field named %s is removed at the top and two levels down',
  (name) => {
    const text = logged((logger) => {
      logger.info({ [name]: CANARY, one: { [name]: CANARY, two: { [name]: CANARY } } });
    });
    expect(text).not.toContain(CANARY);
    expect(text.match(/\[removed\]/gu)).toHaveLength(3);
  },
);
