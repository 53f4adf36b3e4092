import type { Account } from '../wechat/account.js';
import { messageRequest, readReply, setUpRequest, type PeerOptions } from '../wechat/peer.js';
import { fail, ok, warn, type Check } from './check.js';
import { explainEcho, explainFault, explainStatus } from './explain.js';

// WeChat waits this long.
const TIMEOUT_MS = 5000;
/** The doctor's own name as a sender; nothing it sends is answered from what a person said. */
const DOCTOR = 'suwen-doctor';

export type WebhookTarget = PeerOptions & {
  /** The whole address, as entered on the platform. */
  readonly url: string;
  /** Where /metrics is, to learn why a request was refused. */
  readonly metricsUrl: string;
};

/** Calls the address as WeChat would, and explains what WeChat would only call a failure. */
export async function checkWebhook(target: WebhookTarget): Promise<readonly Check[]> {
  const address = checkAddress(target.url);
  const setUp = await checkSetUp(target);
  if (setUp.status === 'fail') return [address, setUp];
  return [
    address,
    setUp,
    await checkMessage(target),
    await checkForged(target),
    ...(await checkDowngrade(target)),
  ];
}

function checkAddress(given: string): Check {
  const name = 'address';
  const url = new URL(given);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.port !== '' && !isHere)
    return fail(
      name,
      `${given} has port ${url.port}`,
      'WeChat calls ports 80 and 443 only; put a proxy in front.',
    );
  if (isHere) return warn(name, `${given} is this machine`, 'WeChat needs the public address; run doctor with it too.'); // prettier-ignore
  return url.protocol === 'https:' ? ok(name, given) : warn(name, `${given} is not https`, 'Put a certificate on the proxy.'); // prettier-ignore
}

async function checkSetUp(target: WebhookTarget): Promise<Check> {
  const name = 'set-up (GET)';
  const { query, echo } = setUpRequest(target, Date.now());
  const response = await call(target, query);
  if ('problem' in response)
    return fail(name, response.problem, 'Is the service running, and the proxy open?');
  if (response.status !== 200)
    return fail(name, ...(await explained(target, () => call(target, query), response)));
  if (response.body !== echo) return fail(name, ...explainEcho(response.body, echo));
  const isText = response.type.startsWith('text/plain');
  if (!isText)
    return warn(
      name,
      `the Content-Type is ${response.type}`,
      'It must be text/plain; does a proxy change it?',
    );
  return ok(name, `echoed exactly, in ${response.ms} ms`);
}

async function checkMessage(target: WebhookTarget): Promise<Check> {
  const name = 'message (POST)';
  const send = () => {
    const { query, body } = messageRequest(target, messageFields('帮助'), Date.now());
    return call(target, query, body);
  };
  const response = await send();
  if ('problem' in response)
    return fail(name, response.problem, 'WeChat hangs up after five seconds; what is slow?');
  if (response.status !== 200) return fail(name, ...(await explained(target, send, response)));
  const reply = readReply(target, response.body);
  if (reply.kind === 'broken') return fail(name, reply.problem, 'WeChat shows 该公众号提供的服务出现故障 for this. Is it this program that answers?'); // prettier-ignore
  if (reply.kind === 'none') return fail(name, 'no text came back', 'Is it this program that answers?');
  return ok(name, `answered as ${target.account.mode} asks, in ${response.ms} ms`);
}

async function checkForged(target: WebhookTarget): Promise<Check> {
  const name = 'forged request';
  const { query, body } = messageRequest(target, messageFields('x'), Date.now());
  for (const key of ['signature', 'msg_signature']) if (query.has(key)) query.set(key, '0'.repeat(40));
  const response = await call(target, query, body);
  if ('problem' in response) return fail(name, response.problem, 'See above.');
  if (response.status >= 400 && response.status < 500) return ok(name, `refused with ${response.status}`);
  return fail(
    name,
    `answered with ${response.status}`,
    'Anyone could write to residents. Do not use this address.',
  );
}

/** A plain message to an account that encrypts. */
async function checkDowngrade(target: WebhookTarget): Promise<readonly Check[]> {
  const { token, receiveId, mode } = target.account;
  if (mode === 'plain') return [warn('mode', '明文', 'Set 安全 on the platform and WECHAT_OA_MODE=safe: plain bodies are not signed.')]; // prettier-ignore
  const name = 'plain message';
  const plain: Account = { mode: 'plain', token, receiveId };
  const { query, body } = messageRequest({ ...target, account: plain }, messageFields('x'), Date.now());
  const response = await call(target, query, body);
  if ('problem' in response) return [fail(name, response.problem, 'See above.')];
  if (response.status >= 400) return [ok(name, `refused with ${response.status}`)];
  return [
    fail(name, `accepted with ${response.status}`, 'The service runs in another mode than WECHAT_OA_MODE.'),
  ];
}

type Heard = { readonly status: number; readonly body: string; readonly type: string; readonly ms: number };

/** @param body undefined for a GET */
async function call(
  { url }: WebhookTarget,
  query: URLSearchParams,
  body?: string,
): Promise<Heard | { readonly problem: string }> {
  const begun = performance.now();
  try {
    const response = await fetch(`${url}?${query.toString()}`, {
      ...(body === undefined ? {} : { method: 'POST', body, headers: { 'Content-Type': 'text/xml' } }),
      ...{ redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) },
    });
    const text = await response.text();
    const ms = Math.round(performance.now() - begun);
    return {
      status: response.status,
      body: text,
      type: response.headers.get('content-type') ?? 'missing',
      ms,
    };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    return { problem: isTimeout ? `no answer in ${TIMEOUT_MS / 1000} s` : `${url} cannot be reached` };
  }
}

/** What a status means; a refusal is asked for once more, to see by the service's own counters what it found wrong. */
async function explained(
  target: WebhookTarget,
  again: () => Promise<unknown>,
  { status }: Heard,
): Promise<[string, string]> {
  if (status !== 403 && status !== 400) return explainStatus(status);
  const before = await faultCounts(target);
  await again();
  const after = await faultCounts(target);
  const fault = [...after].find(([name, count]) => count > (before.get(name) ?? 0))?.[0];
  return explainFault(status, fault);
}

async function faultCounts({ metricsUrl }: WebhookTarget): Promise<ReadonlyMap<string, number>> {
  try {
    const text = await (await fetch(metricsUrl, { signal: AbortSignal.timeout(TIMEOUT_MS) })).text();
    const found = text.matchAll(/^suwen_wechat_refused_total\{fault="(\w+)"\} (\d+)/gmu);
    return new Map([...found].map(([, name, count]) => [name ?? '', Number(count)]));
  } catch {
    return new Map();
  }
}

function messageFields(text: string) {
  const now = Date.now();
  return {
    ...{ ToUserName: 'gh_doctor', FromUserName: DOCTOR, CreateTime: Math.floor(now / 1000) },
    ...{ MsgType: 'text', Content: text, MsgId: `${now}${Math.floor(Math.random() * 1000)}` },
  };
}
