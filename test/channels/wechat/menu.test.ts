import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Assistant } from '../../../src/assistant.js';
import { readCommand } from '../../../src/channels/wechat/commands.js';
import { wording } from '../../support/wechat.js';
import { builtAssistant } from '../../support/built-assistant.js';

const directory = mkdtempSync(join(tmpdir(), 'suwen-'));
let assistant: Assistant;
beforeAll(async () => {
  assistant = await builtAssistant(directory);
});
afterAll(() => rmSync(directory, { recursive: true }));

const menuQuestions = wording.menu.flatMap(({ items }) =>
  items.flatMap((item) => ('ask' in item ? [item.ask] : [])),
);

test.each([...menuQuestions, '目录', '指标', '第6条', '第二十四条'])(
  '%s leads to something',
  async (text) => {
    const command = readCommand(text, wording);
    const answer =
      command.kind === 'ask' ? await assistant.ask([{ role: 'user', content: command.question }]) : undefined;
    expect(command.kind === 'help' || (answer !== undefined && 'citations' in answer)).toBe(true);
  },
);

test.each([
  ['１', 'late'],
  ['“继续”', 'next'],
  ['继续。', 'next'],
  ['删除记录', 'forget'],
  ['投诉', 'complain'],
  ['帮助', 'help'],
  ['HELP', 'help'],
  ['我要投诉物业', 'ask'],
  ['继续教育有补贴吗', 'ask'],
  ['1平米多少钱', 'ask'],
  ['11', 'ask'],
  ['怎么删除记录', 'ask'],
])('%s is %s', (text, kind) => {
  expect(readCommand(text, wording).kind).toBe(kind);
});
