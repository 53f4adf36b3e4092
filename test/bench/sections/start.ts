import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceOf } from '../../prove/load/service.js';
import { ratios, spread } from '../rounds.js';
import { atMost, type BenchOptions, type Section } from '../section.js';

const ROOT = join(import.meta.dirname, '../../..');
const MAIN = join(ROOT, 'dist', 'main.js');
const ANSWERS = 50;
const BARE = `require('node:http').createServer((q, r) => r.end('{}')).listen(0, '127.0.0.1', function () { process.stdout.write('{"port":' + this.address().port + ',"msg":"ready"}\\n'); });`;

/** From the start of the process to the first 200 from /readyz, with the index on disk; memory after fifty answers. */
export async function start({ rounds, say }: BenchOptions): Promise<Section> {
  say('start: the built service, from a saved index');
  const directory = savedIndex();
  const [own, bare, rss, bareRss]: [number[], number[], number[], number[]] = [[], [], [], []];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const one = await startOnce([MAIN, 'serve'], directory, true);
      const other = await startOnce(['-e', BARE], directory, false);
      own.push(one.ms);
      rss.push(one.rss);
      bare.push(other.ms);
      bareRss.push(other.rss);
    }
    const rows = (
      [
        ['Suwen', own, rss],
        ['bare node:http', bare, bareRss],
      ] as const
    ).map(([name, ms, mib]) => {
      const { median, low, high } = spread(ms);
      return [name, median, `${low.toFixed(0)}–${high.toFixed(0)}`, Math.min(...ms), ratios(ms, bare).median, spread(mib).median]; // prettier-ignore
    });
    return {
      name: 'start',
      columns: [
        'service',
        'ready ms',
        'middle half',
        'best ms',
        '× bare',
        `RSS MiB after ${ANSWERS} answers`,
      ],
      rows,
      goals: [
        atMost('ready after start, median', spread(own).median, 1500, ' ms'),
        atMost('ready after start, best round', Math.min(...own), 600, ' ms'),
        atMost('resident memory, offline service', spread(rss).median, 200, ' MiB'),
      ],
      notes: [`The index on disk: ${sizes(join(directory, 'index'))}.`],
      curves: [],
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** A DATA_DIR of its own with a built index; what npm start has built is copied, its hashes are checked before use. */
export function savedIndex(): string {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing. Run npm run build.`);
  const directory = mkdtempSync(join(tmpdir(), 'suwen-bench-'));
  const saved = join(ROOT, '.data', 'index');
  if (existsSync(saved)) cpSync(saved, join(directory, 'index'), { recursive: true });
  execFileSync(process.execPath, [MAIN, 'index'], { env: { ...process.env, DATA_DIR: directory } });
  return directory;
}

async function startOnce(args: readonly string[], directory: string, isOwn: boolean) {
  const env = { ...process.env, HOST: '127.0.0.1', PORT: '0', DATA_DIR: directory };
  const begun = performance.now();
  const service = await serviceOf(
    spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  try {
    const url = `http://127.0.0.1:${service.port}`;
    const { status } = await fetch(`${url}/readyz`);
    const ms = performance.now() - begun;
    if (status !== 200) throw new Error(`/readyz said ${status}`);
    for (let i = 0; i < ANSWERS; i += 1) {
      const body = JSON.stringify({ messages: [{ role: 'user', content: `第${(i % 24) + 1}条` }] });
      const answer = await fetch(`${url}/api/chat`, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } }); // prettier-ignore
      await answer.arrayBuffer();
      if (isOwn && answer.status !== 200) throw new Error(`/api/chat said ${answer.status}`);
    }
    return { ms, rss: service.rss() };
  } finally {
    await service.stop();
  }
}

function sizes(directory: string): string {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()); // prettier-ignore
  const parts = files.map(({ parentPath, name }) => [name, statSync(join(parentPath, name)).size] as const);
  const total = parts.reduce((sum, [, size]) => sum + size, 0);
  const manifest = files.find(({ name }) => name === 'manifest.json');
  const count = manifest === undefined ? undefined : /"count": (?<n>\d+)/u.exec(readFileSync(join(manifest.parentPath, manifest.name), 'utf8'))?.groups?.['n']; // prettier-ignore
  return `${(total / 2 ** 20).toFixed(1)} MiB${count === undefined ? '' : ` for ${count} questions`} (${parts.map(([name, size]) => `${name} ${(size / 2 ** 20).toFixed(1)}`).join(', ')})`;
}
