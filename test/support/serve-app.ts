import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.js';
import { createAssistant } from '../../src/assistant.js';
import type { AnswerObject } from '../../src/channels/api/answer-object.js';
import { createGenerator, readPrompts } from '../../src/generator.js';
import type { ChatModel } from '../../src/model/chat-model.js';
import { openStore } from '../../src/storage/open-store.js';
import { keptIndex } from './kept-index.js';
import { listen } from './serve.js';

/**
 * The real app with a real store on two ports: one without limit, one that answers a client once a minute.
 * @param model words answers; without one there is none
 */
export async function serveApp(model?: ChatModel) {
  const directory = mkdtempSync(join(tmpdir(), 'suwen-app-'));
  const logged: string[] = [];
  const keep = (fields: unknown) => void logged.push(JSON.stringify(fields));
  const root = join(import.meta.dirname, '../..');
  const assistant = await createAssistant(root, keptIndex());
  const generator = model && createGenerator({ prompts: await readPrompts(root), assistant, chat: model });
  const store = await openStore({ dataDirectory: directory, databaseUrl: undefined, pepper: undefined });
  const common = {
    logger: { info: keep, error: keep },
    clientOf: () => 'one',
    store,
    generator,
    mcpHosts: ['suwen.example'],
  };
  const free = await listen(createApp(assistant, { ...common, rateLimitPerMinute: 0 }).fetch);
  const limited = await listen(createApp(assistant, { ...common, rateLimitPerMinute: 1 }).fetch);
  const chat = async (messages: readonly { role: string; content: string }[]): Promise<AnswerObject> => {
    const body = JSON.stringify({ messages });
    return (await (
      await fetch(`${free.url}/api/chat`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      })
    ).json()) as AnswerObject;
  };
  const stop = async () => {
    await Promise.all([free.stop(), limited.stop()]);
    await store.close();
    rmSync(directory, { recursive: true });
  };
  return { assistant, store, logged, chat, url: free.url, limitedUrl: limited.url, stop };
}

export type ServedApp = Awaited<ReturnType<typeof serveApp>>;

/** All that may differ between two answers to one question is left out. */
export function withoutIds(answer: AnswerObject): AnswerObject {
  return { ...answer, id: '', conversationId: '' };
}

export const unmarked = (text: string): string => text.replace(/〔(?:第\d+条|文件首部)〕/gu, '');
