import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CONFIG_KEYS, readConfig } from '../src/config.js';

test('.env.example names exactly the settings there are, with their defaults', () => {
  const lines = readFileSync('.env.example', 'utf8')
    .split('\n')
    .filter((line) => /^\w/u.test(line));
  const example = Object.fromEntries(lines.map((line) => line.split('=') as [string, string]));
  expect(Object.keys(example)).toEqual(CONFIG_KEYS);
  expect(readConfig(example)).toEqual(readConfig({}));
});

test('every wrong setting is reported at once', () => {
  expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'loud' })).toThrow(/PORT[\s\S]*LOG_LEVEL/u);
});
