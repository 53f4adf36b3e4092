import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { bodyOf, type Body } from '../inputs/bodies.js';
import { rawRequest } from '../inputs/raw-requests.js';
import type { Random } from '../inputs/questions.js';
import { Tally, type Proof, type ProofOptions } from '../proof.js';
import { startService, withIndex, type Service } from '../service/service.js';
import { seeded } from '../../support/seeded.js';

const AT_ONCE = 8;
// Bodies to requests written by hand.
const RAW_SHARE = 4;
// A request that is cut short gets no answer: the server waits for the rest, and we hang up.
const RAW_MS = 1000;
// No question may take longer; other programs have the processor too.
const SLOW_MS = 5000;
const HUNG_MS = 20_000;
const PATHS = [
  '/api/chat',
  '/api/chat',
  '/api/chat',
  '/api/feedback',
  '/',
  '/staff/login',
  '/wechat/official-account',
];
const ENOUGH = 20;
const MOST_ATTEMPTS = 10;
const AGAIN_MS = 1000;
const LEAKS = /node_modules|\bat [\w.<>]+ \(|file:\/\/|root:x:0|"scripts":/u;

/** T13, T14, T15, T20, T21, T23: the real service on a socket. */
export const malformedHttp: Proof = {
  name: 'malformed-http',
  claim: 'no malformed body or request gets a 5xx, kills the service, or is shown a file, path or stack',
  quick: 10_000,
  full: 200_000,
  prove: (options) => prove(options),
};

async function prove({ n, seed, root, directory, indexDirectory }: ProofOptions) {
  const tally = new Tally('malformed-http');
  const service = await startService({ root, dataDirectory: withIndex(await indexDirectory(), directory) });
  const statuses = new Map<number, number>();
  let slowest = { ms: 0, kind: '' };
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  let shed = 0;
  const send = async (i: number): Promise<readonly [Reply, number]> => {
    for (let attempt = 0; ; attempt += 1) {
      const random = seeded(seed + i);
      const body = bodyOf(i, random);
      const begun = performance.now();
      const reply = await (i % RAW_SHARE === 0
        ? sendRaw(service, random)
        : sendBody(service, agent, body, random));
      // On a busy machine requests are turned away for a moment, with the time to come again: come again.
      if (!reply[3] || attempt === MOST_ATTEMPTS) return [reply, performance.now() - begun];
      shed += 1;
      await wait(AGAIN_MS);
    }
  };
  const try1 = async (i: number) => {
    const isRaw = i % RAW_SHARE === 0;
    const [[kind, status, text], ms] = await send(i);
    if (!isRaw && ms > slowest.ms) slowest = { ms, kind };
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    const isSlow = !isRaw && ms > SLOW_MS && `${Math.round(ms)} ms for ${kind}`;
    // 501 and 505 say of a request that its method or version is unknown; nothing failed here.
    const isFailed = status >= 500 && status !== 501 && status !== 505 && `${status} for ${kind}`;
    const isDead = service.child.exitCode !== null && `the service ended at ${kind}`;
    tally.count(
      isFailed,
      isDead,
      isSlow,
      (LEAKS.test(text) || text.includes(root)) && `leak for ${kind}: ${text.slice(0, 200)}`,
    );
  };
  // What hangs once hangs for good: after a few such, there is no point in going on.
  for (let i = 0; i < n && tally.failures < ENOUGH; i += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, n - i) }, (_, k) => try1(i + k)));
  const failed = service.log.find((line) => /"msg":"failed"|Unhandled|FATAL|Error:/u.test(line));
  const works = tally.failures < ENOUGH && (await answers(service));
  agent.destroy();
  const { code } = await service.stop();
  tally.count(failed, !works && 'it answers no more', code !== 0 && `it ended with ${code}`);
  const counts = [...statuses].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status || 'hung up'} ${count}`).join(', '); // prettier-ignore
  return tally.result(
    `${counts}; ${shed} came again when the service was busy; slowest ${Math.round(slowest.ms)} ms (${slowest.kind})`,
  );
}

async function answers(service: Service): Promise<boolean> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const answer = await service.ask('公办学校就读比例是多少').catch(() => undefined);
    if (answer?.outcome === 'answered') return true;
    await wait(AGAIN_MS);
  }
  return false;
}

type Reply = readonly [kind: string, status: number, text: string, isShed: boolean];

function sendBody(
  { port }: Service,
  agent: Agent,
  { kind, bytes, headers }: Body,
  random: Random,
): Promise<Reply> {
  const path = random.pick(PATHS);
  return new Promise((resolve) => {
    const given = { 'Content-Type': 'application/json', 'Content-Length': bytes.length, ...headers };
    const sent = request(
      { host: '127.0.0.1', port, path, method: 'POST', agent, headers: given },
      (response) => {
        const status = response.statusCode ?? 0;
        const isShed = status === 503 && response.headers['retry-after'] !== undefined;
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => void (text += chunk));
        response.on('end', () => resolve([`${kind} ${path}`, status, text, isShed]));
        response.on('error', () => resolve([`${kind} ${path}`, status, text, isShed]));
      },
    );
    sent.setTimeout(HUNG_MS, () => sent.destroy(new Error('hung')));
    // Refused while still being sent: the server closes, which is an answer.
    sent.on('error', ({ message }) => resolve([`${kind} ${path} ${message}`, 0, '', false]));
    sent.end(bytes);
  });
}

function sendRaw({ port }: Service, random: Random): Promise<Reply> {
  const written = rawRequest(random);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(Buffer.from(written, 'latin1')));
    const finish = () => {
      socket.destroy();
      const status = Number(/^HTTP\/1\.[01] (\d{3})/u.exec(text)?.[1] ?? 0);
      resolve([
        JSON.stringify(written.slice(0, 120)),
        status,
        text,
        status === 503 && /retry-after/iu.test(text),
      ]);
    };
    socket.setTimeout(RAW_MS, finish);
    socket.setEncoding('utf8');
    // The head and a little of the body tell all that is looked for.
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\r\n\r\n')) finish();
    });
    socket.on('error', () => undefined);
    socket.on('close', finish);
  });
}
