import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startFakeModel } from '../../support/fake-model/server.js';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The service as `npm start` runs it, with a staff token and one site that may embed the widget. */
    readonly site: string;
    /** The service with nothing configured. */
    readonly plain: string;
    /** The service with a model, a scripted one. */
    readonly worded: string;
    /** A page of another site that may embed the widget, and one that may not. */
    readonly allowed: string;
    readonly denied: string;
    readonly staffToken: string;
  }
}

const root = join(import.meta.dirname, '../../..');
const STAFF_TOKEN = 'staff-token-for-the-browser-tests';

/** Starts the built service twice and two foreign sites, on free ports of 127.0.0.1. */
export default async function startServers(project: TestProject): Promise<() => Promise<void>> {
  const data = mkdtempSync(join(tmpdir(), 'suwen-web-'));
  const children: ChildProcess[] = [];
  const report = join(data, 'report.html');
  writeFileSync(report, '<!doctype html><title>评测报告</title><h1>评测报告</h1>');
  const foreign = [await startForeign(), await startForeign()] as const;
  const [allowed, denied] = foreign.map(addressOf);
  const site = await startService(children, data, {
    STAFF_TOKEN,
    EVAL_REPORT: report,
    EMBED_ORIGINS: allowed ?? '',
  });
  const plain = await startService(children, data, {});
  const fake = await startFakeModel('good');
  const model = { CHAT_BASE_URL: fake.baseUrl, CHAT_API_KEY: 'none', CHAT_MODEL: 'good' };
  const worded = await startService(children, data, model);
  for (const server of foreign) server.on('request', foreignPage(site));
  project.provide('site', site);
  project.provide('plain', plain);
  project.provide('worded', worded);
  project.provide('allowed', allowed ?? '');
  project.provide('denied', denied ?? '');
  project.provide('staffToken', STAFF_TOKEN);
  return async () => {
    for (const server of foreign) server.close();
    await Promise.all(children.map(stop));
    await fake.close();
    rmSync(data, { recursive: true, force: true });
  };
}

function startService(
  children: ChildProcess[],
  data: string,
  settings: Readonly<Record<string, string>>,
): Promise<string> {
  const env = { PATH: process.env['PATH'], DATA_DIR: data, PORT: '0', HOST: '127.0.0.1', ...settings };
  const child = spawn(process.execPath, ['dist/main.js', 'serve'], { cwd: root, env });
  children.push(child);
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { msg, port } = JSON.parse(line) as { msg?: string; port?: number };
      if (msg === 'ready') resolve(`http://127.0.0.1:${port}`);
    });
    const said: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.on('exit', (code) => reject(new Error(`the service ended with ${code}: ${said.join('')}`)));
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.on('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

function startForeign(): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A government site's page that embeds the widget. */
function foreignPage(site: string): RequestListener {
  return (_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="zh-CN"><title>某市政府</title><main><h1>某市政府网站</h1></main>
      <script src="${site}/widget.js" defer></script></html>`,
    );
  };
}
