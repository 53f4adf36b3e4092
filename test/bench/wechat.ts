/** The numbers of the WeChat channel, on this machine: npm run bench:wechat. Bounded in count and time; loopback only. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAssistant } from '../../src/assistant.js';
import { authorizedApiOf, wechatRoutes } from '../../src/channels/wechat/channel.js';
import { withFallback } from '../../src/channels/wechat/ledger.js';
import { MemoryLedger } from '../../src/channels/wechat/memory-ledger.js';
import { messageRequest, readReply } from '../../src/channels/wechat/peer.js';
import { readXml, XML_BYTES } from '../../src/channels/wechat/read-xml.js';
import { readConfig } from '../../src/config.js';
import { openStore } from '../../src/storage/open-store.js';
import { environment, peer, wording } from '../support/wechat.js';

const ROOT = join(import.meta.dirname, '../..');
const QUESTIONS = [
  '公办学校就读比例是多少',
  '保障房一平米多少钱',
  '第9条',
  '异地就医怎么结算',
  '目录',
  '老旧小区改造有什么目标',
];
const directory = mkdtempSync(join(tmpdir(), 'suwen-bench-'));

const say = (line: string) => void process.stdout.write(`${line}\n`);
const percentile = (sorted: readonly number[], p: number) =>
  sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? 0;
const ms = (value: number) => `${value.toFixed(1)} ms`;

function message(openid: string, text: string, id: string) {
  const fields = {
    ToUserName: 'gh_8f3b2a1c0d9e',
    FromUserName: openid,
    CreateTime: Math.floor(Date.now() / 1000),
  };
  return messageRequest(peer, { ...fields, MsgType: 'text', Content: text, MsgId: id }, Date.now());
}

/** 2,000 hostile bodies as large as one may be: the slowest of three readings each, so that a pause of the machine does not count. */
function hostile(): void {
  const units = ['<a>', '<a', '<a b="', '<![CDATA[', '<![CDATA[]]>', ']]>', '&lt;', '&#x41;', '<?x?>', '</a>', '<a/>', '<a></a>', '<a b="c"/>', '中', '\u0000', '<__proto__>', '<xml>', '<a:b>', '&a;', '"', '=', '>', '<<', '<!--', '<b>x</b>']; // prettier-ignore
  const shapes = [(s: string) => s, (s: string) => `<xml>${s}</xml>`, (s: string) => `<xml><Content>${s}</Content></xml>`, (s: string) => `<xml><![CDATA[${s}]]></xml>`]; // prettier-ignore
  const times: number[] = [];
  for (let i = 0; i < 2000; i += 1) {
    const unit = `${units[i % units.length]}${i % 7 === 0 ? units[(i * 7) % units.length] : ''}${i > 1000 ? i : ''}`;
    const xml =
      shapes[i % shapes.length]?.(unit.repeat(Math.floor((XML_BYTES - 200) / Buffer.byteLength(unit)))) ?? '';
    const runs = [0, 1, 2].map(() => {
      const begun = performance.now();
      try {
        readXml(xml);
      } catch {
        // Refused, as it should be; the time counts.
      }
      return performance.now() - begun;
    });
    times.push(Math.min(...runs));
  }
  times.sort((a, b) => a - b);
  say(
    `hostile XML: 2,000 bodies of 64 KiB, p50 ${ms(percentile(times, 0.5))}, max ${ms(times.at(-1) ?? 0)} (limit 10 ms)`,
  );
}

/** 300 signed and encrypted messages within one second, ten times, each from another person, to a service of its own process. */
async function burst(): Promise<void> {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const env = { ...process.env, ...environment, PORT: String(port), DATA_DIR: directory, LOG_LEVEL: 'warn' };
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'src/main.ts'), 'serve'], {
    env,
    stdio: 'inherit',
  });
  try {
    await ready(port);
    const agent = new Agent({ keepAlive: false });
    const times: number[] = [];
    const replied = new Map<string, number>();
    const [cpuBefore, waitedBefore] = scheduled(child.pid);
    let broken = 0;
    for (let second = 0; second < 10; second += 1) {
      const sending: Promise<void>[] = [];
      const begun = performance.now();
      for (let i = 0; i < 300; i += 1) {
        const n = second * 300 + i;
        const { query, body } = message(`openid${n}`, QUESTIONS[n % QUESTIONS.length] ?? '', String(n));
        sending.push(
          (async () => {
            const { text, took } = await post(
              agent,
              port,
              `/wechat/official-account?${query.toString()}`,
              body,
            );
            const reply = readReply(peer, text);
            times.push(took);
            if (reply.kind !== 'text') broken += 1;
            else replied.set(reply.fields.get('ToUserName') ?? '', 1 + (replied.get(reply.fields.get('ToUserName') ?? '') ?? 0)); // prettier-ignore
          })(),
        );
        const due = begun + ((i + 1) * 1000) / 300;
        if (due > performance.now())
          await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
      }
      await Promise.all(sending);
    }
    const [cpu, waited] = scheduled(child.pid);
    times.sort((a, b) => a - b);
    const within = times.filter((time) => time <= 4000).length;
    const twice = [...replied.values()].filter((count) => count > 1).length;
    say(`burst: 3,000 messages, ${replied.size} people answered, ${broken} broken, ${twice} answered twice, ${within} within 4.0 s; p50 ${ms(percentile(times, 0.5))}, p99 ${ms(percentile(times, 0.99))}, max ${ms(times.at(-1) ?? 0)}`); // prettier-ignore
    say(`       ${ms((cpu - cpuBefore) / 3000)} of processor a message; waited ${((waited - waitedBefore) / 1000).toFixed(1)} s for a processor in all`); // prettier-ignore
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

/** 1,000 messages, each delivered three times at once, to two replicas that share a database. */
async function deliveries(): Promise<void> {
  const assistant = await createAssistant(ROOT, directory);
  let asked = 0;
  const counting = {
    ask: (...args: Parameters<typeof assistant.ask>) => ((asked += 1), assistant.ask(...args)),
  };
  const config = readConfig(environment);
  const stores = [
    await openStore({ dataDirectory: directory }),
    await openStore({ dataDirectory: directory }),
  ];
  const replicas = stores.map((store) =>
    wechatRoutes({
      ...{ assistant: counting, config, wording, api: authorizedApiOf(config), onFault: () => undefined },
      ledger: withFallback(store, new MemoryLedger()),
      onError: (error) => say(`error: ${String(error)}`),
    }),
  );
  let same = 0;
  for (let batch = 0; batch < 100; batch += 1) {
    const all = Array.from({ length: 10 }, async (_, i) => {
      const n = batch * 10 + i;
      const { query, body } = message(`o${n}`, QUESTIONS[n % QUESTIONS.length] ?? '', `9${n}`);
      const texts = [0, 1, 2].map(async (delivery) => {
        const routes = replicas[(n + delivery) % 2];
        const response = await routes?.request(`/official-account?${query.toString()}`, {
          method: 'POST',
          body,
        });
        const reply = readReply(peer, (await response?.text()) ?? '');
        return reply.kind === 'text' ? `${reply.fields.get('CreateTime')} ${reply.text}` : reply.kind;
      });
      return new Set(await Promise.all(texts)).size === 1;
    });
    same += (await Promise.all(all)).filter(Boolean).length;
  }
  say(
    `deliveries: 1,000 messages × 3 to two replicas, ${asked} answers made, ${same} with three identical replies`,
  );
  await Promise.all(stores.map((store) => store.close()));
}

/** Milliseconds a process ran, and waited to run because others did; zeros where Linux does not tell. */
function scheduled(pid: number | undefined): readonly [number, number] {
  const file = `/proc/${pid}/schedstat`;
  const [ran = 0, waited = 0] = existsSync(file) ? readFileSync(file, 'utf8').split(' ').map(Number) : [];
  return [ran / 1e6, waited / 1e6];
}

async function ready(port: number): Promise<void> {
  for (let i = 0; i < 240; i += 1) {
    const isReady = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the service did not start in two minutes');
}

function post(
  agent: Agent,
  port: number,
  path: string,
  body: string,
): Promise<{ text: string; took: number }> {
  const begun = performance.now();
  return new Promise((resolve) => {
    const sent = request({ agent, port, path, host: '127.0.0.1', method: 'POST' }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ text: Buffer.concat(chunks).toString(), took: performance.now() - begun }),
      );
    });
    sent.on('error', (error) => resolve({ text: String(error), took: performance.now() - begun })).end(body);
  });
}

try {
  hostile();
  await deliveries();
  await burst();
} finally {
  rmSync(directory, { recursive: true });
}
