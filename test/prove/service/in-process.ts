import { createApp } from '../../../src/app.js';
import type { Assistant } from '../../../src/assistant.js';
import type { AnswerObject } from '../../../src/channels/api/answer-object.js';
import { readSiteFiles } from '../../../src/channels/web/site.js';
import type { Message } from '../../../src/conversation/message.js';
import type { Store } from '../../../src/storage/store.js';

export const JSON_BODY = { 'Content-Type': 'application/json' };

export type Reply = { readonly status: number; readonly raw: string; readonly answer: AnswerObject };

/** The HTTP surface without a socket: the same routes, checks and masking, at a fraction of the cost. */
export function inProcess(assistant: Assistant, { root, store }: { root: string; store?: Store }) {
  const logged: string[] = [];
  const keep = (fields: unknown) => void logged.push(JSON.stringify(fields));
  // The client is who env says, as the server adapter would.
  const clientOf = (env: unknown) => (env as { client?: string } | undefined)?.client ?? 'one';
  const app = createApp(assistant, {
    ...{ logger: { info: keep, error: keep }, rateLimitPerMinute: 0, clientOf, site: readSiteFiles(root) },
    ...(store === undefined ? {} : { store }),
  });
  const send = async (
    messages: readonly Message[],
    conversationId?: string,
    client?: string,
  ): Promise<Reply> => {
    const body = JSON.stringify({ messages, ...(conversationId === undefined ? {} : { conversationId }) });
    const response = await app.request('/api/chat', { method: 'POST', headers: JSON_BODY, body }, { client });
    const raw = await response.text();
    return { status: response.status, raw, answer: JSON.parse(raw) as AnswerObject };
  };
  const ask = (content: string, conversationId?: string, client?: string) =>
    send([{ role: 'user', content }], conversationId, client);
  return { app, send, ask, logged };
}

/** The answer without what differs between two answers to the same question, and without what repeats the question by contract. */
export function comparable(answer: AnswerObject): string {
  return JSON.stringify({ ...answer, id: '', conversationId: '', interpretedAs: null });
}
