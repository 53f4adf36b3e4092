import { Worker, type WorkerOptions } from 'node:worker_threads';
import { READER_HEAP_MIB, READER_MS } from './limits.js';
import type { ReadReply, ReadRequest } from './read-worker.js';
import type { Extract } from './readers/extract.js';
import { Refusal } from './refusal.js';

// Loading the program in a new thread takes a second on a busy machine; that is not the document's fault.
const START_MS = 60_000;

/**
 * Reads documents one after another in a thread of its own, with a limit on memory and time. A document that breaks a limit ends the
 * thread, not the program; the next one gets a new thread.
 */
export class DocumentReader {
  #worker: Worker | undefined;
  readonly #limits: { readonly heapMib: number; readonly ms: number };

  constructor(limits = { heapMib: READER_HEAP_MIB, ms: READER_MS }) {
    this.#limits = limits;
  }

  /** @throws Refusal saying what is wrong with the document */
  async read(file: string, bytes: Buffer): Promise<Extract> {
    const worker = await this.#ready();
    // A copy of its own: the bytes are moved to the thread, not shared with it.
    const copy = new Uint8Array(bytes);
    const reply = await this.#ask(worker, { file, bytes: copy });
    if (reply.kind === 'refused') throw new Refusal(reply.problem, reply.remedy);
    return reply;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #ready(): Promise<Worker> {
    if (this.#worker !== undefined) return this.#worker;
    const worker = begin({
      env: {}, // a document's reader needs no secrets
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapMib, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 }, // prettier-ignore
      stdout: true, // what libraries print is no part of this program's output
      stderr: true,
    });
    await once(worker, START_MS, undefined);
    this.#worker = worker;
    return worker;
  }

  async #ask(worker: Worker, request: ReadRequest): Promise<ReadReply> {
    try {
      return await once<ReadReply>(worker, this.#limits.ms, () =>
        worker.postMessage(request, [request.bytes.buffer]),
      );
    } catch (error) {
      await this.close();
      throw error;
    }
  }
}

/** The next message of a thread. @throws Refusal when it ends, fails or takes too long */
function once<T>(worker: Worker, ms: number, send: (() => void) | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => fail(`reading it took longer than ${ms / 1000} s`, 'It is too large or made to be slow: part it, or save it as text.'), // prettier-ignore
      ms,
    );
    const done = () => {
      clearTimeout(timer);
      worker.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit');
      worker.on('error', () => undefined); // a thread that was given up may still fail
    };
    const fail = (problem: string, remedy: string) => {
      done();
      reject(new Refusal(problem, remedy));
    };
    worker.once('message', (message: T) => {
      done();
      resolve(message);
    });
    worker.once('error', (error: Error & { code?: string }) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? fail('reading it needs more memory than any policy does', 'Part it, or save it as text.')
        : fail(`its reader failed (${error.message.slice(0, 120)})`, 'Save it again, or as text.'),
    );
    worker.once('exit', () => fail('its reader ended', 'Save it again, or as text.'));
    send?.();
  });
}

/** The thread's program beside this file: as built, or as source, which a thread reads only once it has loaded the loader itself. */
function begin(options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./read-worker.js', import.meta.url), options); // prettier-ignore
  const program = new URL('./read-worker.ts', import.meta.url).href;
  const loader = import.meta.resolve('tsx/esm/api');
  const code = `import(${JSON.stringify(loader)}).then((tsx) => { tsx.register(); return import(${JSON.stringify(program)}); })`;
  return new Worker(code, { ...options, eval: true, execArgv: [] });
}
