import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../../../src/app.js';
import type { Assistant } from '../../../src/assistant.js';
import type { AnswerObject } from '../../../src/channels/api/answer-object.js';
import { STREAM_LIMITS, Streams } from '../../../src/channels/api/streams.js';
import { readConfig } from '../../../src/config.js';
import { chatModelConfig } from '../../../src/config/model.js';
import { createGenerator, readPrompts } from '../../../src/generator.js';
import { createChatModel, type ChatModelConfig } from '../../../src/model/chat-model.js';
import type { Chat } from '../../../src/answering/generate/chat.js';
import { listen } from '../../support/serve.js';

/** What came of one question, and when. */
export type Asked = {
  readonly status: number;
  readonly answer: AnswerObject | undefined;
  readonly ms: number;
  /** Until the first segment; undefined where no events were asked for. */
  readonly firstSegmentMs: number | undefined;
  /** What was streamed, in order. */
  readonly streamed: readonly AnswerObject['segments'][number][];
};

/** As shipped, for an endpoint of this machine. */
export function configAt(baseUrl: string): ChatModelConfig {
  const config = chatModelConfig(readConfig({ CHAT_BASE_URL: baseUrl, CHAT_API_KEY: 'none', CHAT_MODEL: 'fake', CHAT_CONCURRENCY: '128' })); // prettier-ignore
  if (config === undefined) throw new Error('three settings name a model');
  return { ...config, budgets: { perDay: 1e12, perClientDay: 1e12 } };
}

/** A client for each call: a breaker that opens would spare the rest the fault. */
export function freshChat(config: ChatModelConfig): Chat {
  return { name: config.model, stream: (request) => createChatModel(config).stream(request) };
}

/** The service on a port, answering with this model. */
export async function serveWith(root: string, assistant: Assistant, chat: Chat) {
  const generator = createGenerator({ prompts: await readPrompts(root), assistant, chat });
  const nothing = () => undefined;
  const app = createApp(assistant, {
    ...{
      logger: { info: nothing, error: nothing },
      rateLimitPerMinute: 0,
      clientOf: () => 'bench',
      generator,
      // All come from here; the limit of one client's streams is not what is measured.
      streams: new Streams(STREAM_LIMITS, () => true),
    },
  });
  return { ...(await listen(app.fetch)), generator };
}

export async function askJson(url: string, content: string): Promise<Asked> {
  const begun = performance.now();
  const response = await post(url, content, 'application/json');
  const answer = (await response.json()) as AnswerObject;
  return { status: response.status, answer, ms: performance.now() - begun, firstSegmentMs: undefined, streamed: [] }; // prettier-ignore
}

export async function askStream(url: string, content: string, signal?: AbortSignal): Promise<Asked> {
  const begun = performance.now();
  const response = await post(url, content, 'text/event-stream', signal);
  const streamed: AnswerObject['segments'][number][] = [];
  let firstSegmentMs: number | undefined;
  let answer: AnswerObject | undefined;
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const [, name, data = ''] = /^event: (\w+)\ndata: (.*)$/su.exec(event) ?? [];
      if (name === 'segment') {
        firstSegmentMs ??= performance.now() - begun;
        streamed.push((JSON.parse(data) as { segment: AnswerObject['segments'][number] }).segment);
      } else if (name === 'answer') answer = JSON.parse(data) as AnswerObject;
    }
  }
  return { status: response.status, answer, ms: performance.now() - begun, firstSegmentMs, streamed };
}

async function post(url: string, content: string, accept: string, signal?: AbortSignal): Promise<Response> {
  const init = {
    ...{ method: 'POST', ...(signal ? { signal } : {}) },
    headers: { 'Content-Type': 'application/json', Accept: accept },
    body: JSON.stringify({ messages: [{ role: 'user', content }] }),
  };
  try {
    return await fetch(`${url}/api/chat`, init);
  } catch (error) {
    // A connection that was kept may be closed just as it is used again; every client tries another then.
    if (signal?.aborted) throw error;
    return fetch(`${url}/api/chat`, init);
  }
}

/** Waits until it holds, for ten seconds at most. */
export async function settled(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i += 1) await sleep(50);
}

export function percentile(values: readonly number[], p: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(p * values.length) - 1)] ?? 0;
}
