import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LoadOptions } from './outcome.js';

const ROOT = join(import.meta.dirname, '../../..');
const MAIN = join(ROOT, 'dist', 'main.js');
// A machine that does ten other things needs a minute to build the index.
const START_MS = 300_000;

export type Service = {
  readonly port: number;
  readonly child: ChildProcess;
  /** Megabytes of memory the process holds. */
  rss(): number;
  /** @returns the exit code and after how many milliseconds */
  stop(): Promise<{ readonly code: number | null; readonly ms: number }>;
};

/** The built service in a process of its own, on a free port of this machine. */
export async function startService(
  { directory, indexDirectory }: LoadOptions,
  settings: Readonly<Record<string, string>> = {},
): Promise<Service> {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing. Run npm run build.`);
  const index = join(directory, 'index');
  if (indexDirectory !== undefined && !existsSync(index))
    cpSync(await indexDirectory(), index, { recursive: true });
  const env = { ...process.env, HOST: '127.0.0.1', PORT: '0', DATA_DIR: directory, ...settings };
  execFileSync(process.execPath, [MAIN, 'index'], { env, timeout: START_MS });
  return serviceOf(
    spawn(process.execPath, [...startFlags(), MAIN, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] }),
  );
}

/** What `npm start` gives Node. */
function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

/** Waits until a process has logged that it is ready, and where. */
export async function serviceOf(child: ChildProcess): Promise<Service> {
  const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the service did not start')), START_MS);
    void gone.then((code) => reject(new Error(`the service ended with ${code}`)));
    if (child.stdout === null) return reject(new Error('the service has no output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /"port":(?<port>\d+).*"msg":"ready"/u.exec(line)?.groups?.['port'];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(Number(found));
    });
  });
  return {
    ...{ port, child },
    rss: () => rssOf(child.pid),
    stop: async () => {
      const begun = performance.now();
      child.kill('SIGTERM');
      return { code: await gone, ms: performance.now() - begun };
    },
  };
}

function rssOf(pid: number | undefined): number {
  const file = `/proc/${pid}/status`;
  const found = existsSync(file) ? /VmRSS:\s+(?<kb>\d+)/u.exec(readFileSync(file, 'utf8')) : null;
  return Number(found?.groups?.['kb'] ?? Number.NaN) / 1024;
}
