import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createApp } from '../../../src/app.js';
import type { Assistant } from '../../../src/assistant.js';
import type { AnswerObject } from '../../../src/channels/api/answer-object.js';
import { createRespond } from '../../../src/channels/respond.js';
import { readSiteFiles } from '../../../src/channels/web/site.js';
import { deliveriesOf } from '../../../src/channels/wechat/channel.js';
import { MemoryLedger } from '../../../src/channels/wechat/memory-ledger.js';
import { wordLate } from '../../../src/channels/wechat/word-late.js';
import { readConfig } from '../../../src/config.js';
import { createGenerator, readPrompts, type Generator } from '../../../src/generator.js';
import type { Chat } from '../../../src/answering/generate/chat.js';
import { openStore } from '../../../src/storage/open-store.js';
import { planQuestions } from '../../support/plan-questions.js';
import { listen } from '../../support/serve.js';
import { setUp, wording } from '../../support/wechat.js';
import { askJson, askStream } from './through-http.js';

/** What each channel gave somebody to read for one question; undefined where there was nothing. */
type Read = { readonly text: string; readonly isLabelled: boolean };
type Channel = (question: string) => Promise<Read>;

/** How often a channel was asked, and how often what it gave did not say whose words it is. */
export type LabelFigures = readonly {
  readonly channel: string;
  readonly asked: number;
  readonly missed: number;
}[];

// GB 45438-2025 wants the words that say so at the beginning; this is what fits on one line of a phone or two.
const BEGINNING = 64;
const isMarkedGenerated = (text: string) => text.slice(0, BEGINNING).includes('AI生成') && text.slice(0, 2 * BEGINNING).includes('人工智能生成'); // prettier-ignore
const FRAMES = [(q: string) => q, (q: string) => `请问${q}`, (q: string) => `想了解一下，${q}`, (q: string) => `麻烦问下${q}`, (q: string) => `${q}？谢谢`, (q: string) => `方案里${q}`, (q: string) => `您好，${q}`, (q: string) => `我想问${q}`, (q: string) => `${q}呢`, (q: string) => `帮我看看${q}`]; // prettier-ignore

/** Questions, each another text, of which a model's answer (or the plan's words alone) is shown. */
async function questionsWith(
  assistant: Assistant,
  generator: Generator | undefined,
  count: number,
): Promise<string[]> {
  const respond = createRespond(assistant, generator);
  const found: string[] = [];
  for (const frame of FRAMES) {
    for (const question of planQuestions().map(frame)) {
      if (found.length === count) return found;
      const { mode, answer } = await respond([{ role: 'user', content: question }], { client: 'bench' });
      const isQuoting = answer.segments.some(({ kind }) => kind === 'quote');
      if (generator === undefined ? isQuoting : mode === 'generated') found.push(question);
    }
  }
  return found;
}

/** Puts the same questions to every channel. @param chat a model that words answers; undefined for the plan's words alone */
export async function labels(
  root: string,
  assistant: Assistant,
  chat: Chat | undefined,
  count: number,
): Promise<LabelFigures> {
  const directory = mkdtempSync(join(tmpdir(), 'suwen-labels-'));
  const store = await openStore({ dataDirectory: directory, databaseUrl: undefined, pepper: undefined });
  const generator = chat && createGenerator({ prompts: await readPrompts(root), assistant, chat });
  const questions = await questionsWith(assistant, generator, count);
  const nothing = () => undefined;
  const app = createApp(assistant, {
    ...{ logger: { info: nothing, error: nothing }, rateLimitPerMinute: 0, clientOf: () => 'bench' },
    ...{ store, generator, site: readSiteFiles(root) },
  });
  const { url, stop } = await listen(app.fetch);
  const mcp = new Client({ name: 'bench', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await mcp.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
  try {
    const channels = channelsOf({ url, mcp, isGenerated: generator !== undefined, chats: weChats(assistant, generator, store) }); // prettier-ignore
    const figures: { channel: string; asked: number; missed: number }[] = [];
    for (const [channel, ask] of Object.entries(channels)) {
      let missed = 0;
      for (const question of questions) if (!(await ask(question)).isLabelled) missed += 1;
      figures.push({ channel, asked: questions.length, missed });
    }
    return figures;
  } finally {
    await mcp.close();
    await stop();
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

type Places = {
  readonly url: string;
  readonly mcp: Client;
  readonly isGenerated: boolean;
  readonly chats: Readonly<Record<string, (question: string) => Promise<string>>>;
};

function channelsOf({ url, mcp, isGenerated, chats }: Places): Record<string, Channel> {
  const read = (text: string, isLabelled: boolean): Read => ({ text, isLabelled });
  /** An answer object: its text, its label and the label for machines, which only generated text may carry. */
  const object = (answer: AnswerObject | undefined, shown = answer?.text ?? '') => {
    const { label = null, aigc, mode } = answer ?? {};
    const isSaid = isGenerated
      ? mode === 'generated' && isMarkedGenerated(shown) && aigc?.Label === '1' && label !== null && shown.startsWith(label) // prettier-ignore
      : label === '政策原文摘录' && aigc === undefined && !shown.includes('AI生成');
    return read(shown, isSaid);
  };
  const completion = async (question: string, stream: boolean) =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ model: 'suwen', stream, messages: [{ role: 'user', content: question }] }),
    });
  return {
    json: async (question) => object((await askJson(url, question)).answer),
    sse: async (question) => {
      const { answer, streamed } = await askStream(url, question);
      // What streams by before the first sentence of a model is the plan's; the label comes between.
      const first = streamed.findIndex(({ kind }) => kind === 'statement');
      const before = streamed.slice(0, first).some(({ text }) => isMarkedGenerated(text));
      const whole = object(answer);
      return read(whole.text, whole.isLabelled && (first === -1 ? !isGenerated : before));
    },
    page: async (question) => {
      const html = await (await fetch(`${url}/?q=${encodeURIComponent(question)}`)).text();
      const [, turn = ''] = /<div class="answer">(.*?)<div class="actions"/su.exec(html) ?? [];
      const text = turn
        .replaceAll(/<[^>]+hidden[^>]*>[^<]*<\/[^>]+>/gu, '')
        .replaceAll(/<[^>]+>/gu, '')
        .trim();
      const isSaid = isGenerated ? isMarkedGenerated(text) : text.includes('政策原文摘录') && !text.includes('AI生成'); // prettier-ignore
      return read(text, isSaid);
    },
    '/v1': async (question) => {
      const body = (await (await completion(question, false)).json()) as { readonly choices: readonly { readonly message: { readonly content: string } }[]; readonly suwen: AnswerObject }; // prettier-ignore
      return object(body.suwen, body.choices[0]?.message.content);
    },
    '/v1 stream': async (question) => {
      const events = (await (await completion(question, true)).text()).split('\n\n').filter((one) => one.startsWith('data: {')); // prettier-ignore
      const chunks = events.map((one) => JSON.parse(one.slice(6)) as { readonly choices: readonly { readonly delta: { readonly content?: string } }[]; readonly suwen?: AnswerObject }); // prettier-ignore
      const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
      return object(chunks.find(({ suwen }) => suwen !== undefined)?.suwen, text);
    },
    '/mcp': async (question) => {
      const result = await mcp.callTool({ name: 'ask_policy', arguments: { question } });
      const text = (result.content as readonly { readonly text?: string }[]).map((one) => one.text ?? '').join(''); // prettier-ignore
      return object(result.structuredContent as unknown as AnswerObject, text);
    },
    ...Object.fromEntries(
      Object.entries(chats).map(([name, say]) => [
        name,
        async (question: string) => {
          const text = await say(question);
          return read(text, text.startsWith(isGenerated ? '【AI生成】' : '【政策原文摘录】') && (!isGenerated || text.includes('人工智能生成'))); // prettier-ignore
        },
      ]),
    ),
  };
}

/** The Official Account by its webhook, and what the bot sends, which is what its deliveries give. */
function weChats(
  assistant: Assistant,
  generator: Generator | undefined,
  store: Awaited<ReturnType<typeof openStore>>,
): Places['chats'] {
  const generate = generator && wordLate(generator, assistant, store);
  const { say } = setUp({ assistant, ...(generate ? { generate } : {}) });
  const ledger = new MemoryLedger();
  const onError = (error: unknown) => {
    throw error;
  };
  const deliveries = deliveriesOf(
    { assistant, ledger, wording, config: readConfig({}), onError, ...(generate ? { generate } : {}) },
    { channel: 'wechaty', slow: 'extractive', deadlineMs: 20_000, push: undefined, links: 'none', bodyLimit: 1500 }, // prettier-ignore
  );
  let number = 0;
  return {
    wechat: async (text) =>
      (await say({ text, msgId: String((number += 1)), from: `person${number}` })) ?? '',
    wechaty: async (text) => {
      number += 1;
      const owner = await ledger.owners.of('wechaty', `person${number}`);
      const grant = { name: '', limit: 0, until: 0 };
      return (await deliveries.reply({ key: String(number), owner, openid: '', text, grant })).text ?? '';
    },
  };
}
