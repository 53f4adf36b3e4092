import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatModelConfig } from '../../src/model/chat-model.js';

/** What the model is asked, taken out of the prompt. */
export type Asked = { readonly system: string; readonly user: string };

type Chat = { readonly messages: readonly { readonly content: string }[] };

/** An OpenAI-compatible endpoint that writes what the script says; a number is sent as a status. */
export async function scriptedModel(script: (asked: Asked, call: number) => string | number) {
  const calls: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const [system, user] = (JSON.parse(body) as Chat).messages.map(({ content }) => content);
      const asked = { system: system ?? '', user: user ?? '' };
      const reply = script(asked, calls.push(asked));
      if (typeof reply === 'number') return void response.writeHead(reply).end('{"error":{"message":"no"}}');
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      const send = (choice: object) => response.write(`data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'scripted', choices: [{ index: 0, ...choice }] })}\n\n`); // prettier-ignore
      for (let i = 0; i < reply.length; i += 40)
        send({ delta: { role: 'assistant', content: reply.slice(i, i + 40) }, finish_reason: null });
      send({ delta: {}, finish_reason: 'stop' });
      response.end('data: [DONE]\n\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const config: ChatModelConfig = {
    ...{ baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: 'none', model: 'scripted', slots: 8, queue: 16 },
    ...{ maxTextBytes: 64 * 1024, maxWireBytes: 1024 * 1024 },
    deadlines: { firstTokenMs: 20_000, idleMs: 20_000, totalMs: 60_000 },
    budgets: { perDay: 1e9, perClientDay: 1e9 },
  };
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { config, calls, close };
}
