import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { scored, type Judgement } from '../../../evals/judges/judgement.js';
import { parseJudgePrompts } from '../../../evals/judges/prompts.js';
import type { Prompt } from '../../../evals/judges/tasks.js';

/** The wording that is shipped. */
export const WORDING = readFileSync(join(import.meta.dirname, '../../../prompts/judge.yml'), 'utf8');
export const prompts = parseJudgePrompts(WORDING);

/** What the fake model got. */
export type Asked = {
  readonly model: string;
  readonly temperature: number;
  readonly messages: Prompt;
  readonly authorization: string | undefined;
};

/** What it sends back. */
export type Answer = {
  readonly content?: string | null;
  readonly status?: number;
  readonly finish?: string | null;
  readonly model?: string;
  readonly delayMs?: number;
  /** Sent instead of a completion. */
  readonly body?: string;
  /** Headers go out, the rest never does. */
  readonly isStuck?: boolean;
};

export type FakeModel = {
  readonly base: string;
  readonly asked: Asked[];
  /** The most questions that were under way at once. */
  readonly busiest: () => number;
  readonly close: () => Promise<void>;
};

/** A chat endpoint on 127.0.0.1 that answers as it is told. */
export async function fakeModel(answer: (asked: Asked, count: number) => Answer): Promise<FakeModel> {
  const asked: Asked[] = [];
  let open = 0;
  let most = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => (open -= 1));
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
        response.writeHead(404).end();
        return;
      }
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Omit<Asked, 'authorization'>;
      const one = { ...body, authorization: request.headers.authorization };
      asked.push(one);
      const { content = '', status = 200, finish = 'stop', model = 'judge-2030', delayMs = 0, body: own, isStuck = false } = answer(one, asked.length); // prettier-ignore
      const text =
        own ?? JSON.stringify({ model, choices: [{ message: { content }, finish_reason: finish }] });
      setTimeout(() => {
        response.writeHead(status, { 'Content-Type': 'application/json' });
        if (isStuck) response.write(text.slice(0, 5));
        else response.end(text);
      }, delayMs);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}/v1`,
    asked,
    busiest: () => most,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A label as a judge is told to give it. */
export function labelled(label: string | number): string {
  return JSON.stringify({ reason: '理由', label });
}

/** A judgement with this label, but for what is given. */
export function judgementOf(label: string | number, fields: Partial<Judgement> = {}): Judgement {
  return scored({
    ...{ runId: 'run', caseId: 'one', judge: 'support', segment: 0, isSwapped: false, run: 0 },
    ...{ answerHash: 'a', textHash: 't', promptHash: 'p', inputHash: 'i' },
    ...{ endpoint: 'http://judge.test/v1/chat/completions', model: 'judge', answeredBy: 'judge-2030' },
    ...{ raw: labelled(label), finishReason: 'stop', error: null, milliseconds: 1 },
    ...fields,
  });
}
