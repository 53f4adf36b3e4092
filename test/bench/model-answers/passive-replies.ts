import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chat } from '../../../src/answering/generate/chat.js';
import type { Assistant } from '../../../src/assistant.js';
import { wordLate } from '../../../src/channels/wechat/word-late.js';
import { createGenerator, readPrompts } from '../../../src/generator.js';
import { openStore } from '../../../src/storage/open-store.js';
import { setUp } from '../../support/wechat.js';
import { QUESTIONS } from './questions.js';

const PEOPLE = 100;

/** How long a passive reply took to each of a hundred people, each of whom got one. @throws Error when somebody got none */
export async function passiveReplies(root: string, assistant: Assistant, chat: Chat): Promise<number[]> {
  const directory = mkdtempSync(join(tmpdir(), 'suwen-wechat-'));
  const store = await openStore({ dataDirectory: directory, databaseUrl: undefined, pepper: undefined });
  const generator = createGenerator({ prompts: await readPrompts(root), assistant, chat });
  const { say } = setUp({ assistant, generate: wordLate(generator, assistant, store) });
  const pending: Promise<number>[] = [];
  for (let i = 0; i < PEOPLE; i += 1) {
    pending.push(
      (async () => {
        const begun = performance.now();
        const text = await say({ text: QUESTIONS[i % QUESTIONS.length] ?? '', msgId: String(i), from: `person${i}` }); // prettier-ignore
        if (text === undefined) throw new Error('no reply');
        return performance.now() - begun;
      })(),
    );
    await sleep(100);
  }
  const times = await Promise.all(pending);
  await store.close();
  rmSync(directory, { recursive: true, force: true });
  return times;
}
