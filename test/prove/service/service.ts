import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { AnswerObject } from '../../../src/channels/api/answer-object.js';

// A cold start may build an index, on a machine that others use as well.
const START_MS = 180_000;
const EXIT_MS = 30_000;
const KEPT_LINES = 2000;

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** The real service, as `npm start` runs it, in a process of its own. */
export type Service = {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** From starting it to being ready. */
  readonly readyMs: number;
  /** What it logged last, parsed where it is JSON. */
  readonly log: readonly string[];
  readonly exited: Promise<Exit>;
  ask(question: string, conversationId?: string): Promise<AnswerObject>;
  /** Ends it the gentle way, and the hard way when that takes too long. */
  stop(): Promise<Exit>;
};

type Start = {
  readonly root: string;
  readonly dataDirectory: string;
  readonly settings?: Readonly<Record<string, string>>;
};

/** Starts `dist/main.js serve` of a root and waits until it is ready. @throws Error with its last words when it ends instead */
export async function startService(start: Start): Promise<Service> {
  const begun = performance.now();
  const started = launch(start);
  const { child, log, exited } = started;
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready after ${START_MS} ms`)), START_MS);
    started.onPort((found) => (clearTimeout(timer), resolve(found)));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${signal ?? code} before it was ready: ${log.slice(-5).join(' | ')}`));
    });
  }).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  const url = `http://127.0.0.1:${port}`;
  const ask = async (content: string, conversationId?: string) => {
    const messages = [{ role: 'user', content }];
    const response = await fetch(`${url}/api/chat`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ messages, ...(conversationId === undefined ? {} : { conversationId }) }),
    });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as AnswerObject;
  };
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_MS);
    const exit = await exited;
    clearTimeout(timer);
    return exit;
  };
  return { url, port, child, readyMs: performance.now() - begun, log, exited, ask, stop };
}

/** Starts it and does not wait: for what is to be killed on the way. */
export function launch({ root, dataDirectory, settings = {} }: Start, command = 'serve') {
  const child = spawn(process.execPath, [join(root, 'dist/main.js'), command], {
    cwd: root,
    env: {
      ...{ PATH: process.env['PATH'] ?? '', PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDirectory },
      ...{ RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'info', ...settings },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  let tell: (port: number) => void = () => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.push(line);
      if (log.length > KEPT_LINES) log.shift();
      const port = /"port":(\d+).*"msg":"ready"/u.exec(line)?.[1];
      if (port !== undefined) tell(Number(port));
    });
  }
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return { child, log, exited, onPort: (then: (port: number) => void) => void (tell = then) };
}

/** A data directory with a saved index in it, so that a start takes a second. */
export function withIndex(indexDirectory: string, dataDirectory: string): string {
  cpSync(join(indexDirectory, 'index'), join(dataDirectory, 'index'), { recursive: true });
  return dataDirectory;
}
