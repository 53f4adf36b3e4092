import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { edit, smallRoot } from '../support/small-root.js';

// The service as it is run: a process, signals, and commands beside it.
const LIMIT_MS = 60_000;
const JSON_BODY = { 'Content-Type': 'application/json' };
const root = smallRoot({ isProgram: true });
const args = ['dist/main.js'];
const env = { PATH: process.env['PATH'], PORT: '0', DATA_DIR: join(root, 'data') };
let service: ChildProcess;
let url: string;

beforeAll(async () => {
  service = spawn(process.execPath, [...args, 'serve'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (service.stdout === null) throw new Error('no output to read');
  url = await new Promise((resolve) => {
    createInterface({ input: service.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const { msg, port } = JSON.parse(line) as { msg: string; port: number };
      if (msg === 'ready') resolve(`http://127.0.0.1:${port}`);
    });
  });
});
afterAll(() => {
  service.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

const run = (...words: readonly string[]) =>
  execFileSync(process.execPath, [...args, ...words], { cwd: root, env, encoding: 'utf8' });
const ask = async (content: string): Promise<string> => {
  const body = JSON.stringify({ messages: [{ role: 'user', content }] });
  return (await fetch(`${url}/api/chat`, { method: 'POST', body, headers: JSON_BODY })).text();
};
const ready = async () => (await fetch(`${url}/readyz`)).text();

/** Asks until the reply holds some words. */
async function until(words: string, get: () => Promise<string>): Promise<string> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const reply = await get();
    if (reply.includes(words) || Date.now() > deadline) return reply;
    await sleep(50);
  }
}

test('a signal takes up changed wording; what is broken is refused and said, and the service goes on', async () => {
  expect(await ask('第4条原文')).toContain('第4条：');
  edit(root, 'prompts/replies.yml', (text) => text.replace("bareLead: '第", "bareLead: '〔新〕第"));
  edit(root, 'corpus/su-zheng-fa-2024-102.yml', (text) => `${text}supersededBy: 苏政发〔2030〕1号\n`);
  service.kill('SIGHUP');
  expect(await until('〔新〕', () => ask('第4条原文'))).toContain('〔新〕第4条：');
  expect(await (await fetch(`${url}/targets`)).text()).toContain('已由苏政发〔2030〕1号取代');
  edit(root, 'corpus/questions.jsonl', (text) => text.slice(0, -20));
  service.kill('SIGHUP');
  expect(await until('reload_failed', ready)).toContain('"degraded":["reload_failed"]');
  expect(await ask('第4条原文')).toContain('〔新〕第4条：');
});

test('the switch command hides a clause from the API and the pages, and shows it again', async () => {
  const words = '两为主';
  const page = async () => (await fetch(`${url}/clauses`)).text();
  expect(await page()).toContain(words);
  expect(run('switch', 'off', 'clause:4', '--reason', '核对', '--by', '王工')).toContain('clause:4 is off');
  expect(await until('switched_off', () => ask('第4条原文'))).toContain('第4条正在核对');
  for (const path of [
    '/clauses',
    '/clauses/4',
    '/targets',
    '/api/clauses',
    '/targets.csv',
    `/clauses?q=${words}`,
  ])
    expect((await (await fetch(url + path)).text()).replace(`value="${words}"`, '')).not.toMatch(
      /以居住证为主要依据/u,
    );
  run('switch', 'on', 'clause:4', '--reason', '核对完毕');
  expect(await until(words, page)).toContain(words);
  expect(run('switch')).toMatch(/clause:4 on since .* by .*: 核对完毕/u);
});

test('a backup is taken while it runs, and restored beside it', () => {
  const file = join(root, 'suwen.backup');
  expect(run('backup', file)).toMatch(/written and read back.*settings 1/u);
  expect(() => run('restore', file)).toThrow(/in use/u);
  expect(run('restore', file, '--replace')).toContain('restored');
});
