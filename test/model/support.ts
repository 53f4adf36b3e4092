import { beforeAll } from 'vitest';
import { loadClient } from '../../src/model/attempt-chat.js';
import {
  type ChatModel,
  type ChatModelConfig,
  type ChatRequest,
  createChatModel,
} from '../../src/model/chat-model.js';
import { ModelError } from '../../src/model/model-error.js';

export const KEY = 'sk-canary-5Hn3vQ';

/** A question with context, as the composer asks. */
export const ASKED: ChatRequest = {
  messages: [
    { role: 'system', content: '只根据下面的条文回答。' },
    { role: 'user', content: '[c1] 探索建立住房保障制度。常住人口城镇化率达到80%以上。\n\n住房怎么保障？' },
  ],
  maxTokens: 300,
  client: 'client-1',
};

/** Long enough for a busy machine. */
const PATIENT = { firstTokenMs: 20_000, idleMs: 20_000, totalMs: 60_000 };
/** Short enough for a test to wait until they pass. */
export const SHORT = { firstTokenMs: 300, idleMs: 200, totalMs: 800 };

export function modelAt(baseUrl: string, given: Partial<ChatModelConfig> = {}): ChatModel {
  return createChatModel({
    ...{ baseUrl, apiKey: KEY, model: 'fake', slots: 8, queue: 16 },
    ...{ maxTextBytes: 64 * 1024, maxWireBytes: 1024 * 1024 },
    deadlines: PATIENT,
    budgets: { perDay: 1e9, perClientDay: 1e9 },
    ...given,
  });
}

/** What came, and how it ended. */
export async function read(
  model: ChatModel,
  request: Partial<ChatRequest> = {},
): Promise<{ readonly text: string; readonly error: ModelError | undefined }> {
  let text = '';
  try {
    for await (const piece of model.stream({ ...ASKED, ...request })) text += piece;
    return { text, error: undefined };
  } catch (error) {
    if (error instanceof ModelError) return { text, error };
    throw error;
  }
}

/** Waits until something is so; a test that waits in vain ends by its own time limit. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

/** The library loads once, outside the deadlines that are tested. */
export function loadFirst(): void {
  beforeAll(async () => void (await loadClient()));
}
