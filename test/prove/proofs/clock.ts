import { openStore } from '../../../src/storage/open-store.js';
import { messageRequest } from '../../../src/channels/wechat/peer.js';
import { logEntry } from '../../support/log-entry.js';
import { peer, setUp } from '../../support/wechat.js';
import { vectors } from '../../channels/wechat/vectors.js';
import { seeded } from '../../support/seeded.js';
import { Tally, type Proof } from '../proof.js';
import { inProcess } from '../service/in-process.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const JUMPS = [10 * MINUTE, -10 * MINUTE, HOUR, -HOUR, DAY - 1, -(DAY - 1), DAY + HOUR, -DAY - HOUR, 40 * DAY, -40 * DAY, 400 * DAY, 1000, -1000, 0]; // prettier-ignore
// The last second of a year; a second that is counted twice; a leap day; the end of what 32 bits of seconds hold.
const MOMENTS = ['2026-12-31T23:59:59.950Z', '2028-02-29T12:00:00Z', '2027-01-01T00:00:00Z', '2038-01-19T03:14:07.500Z', '2026-03-29T01:59:59Z', '2026-06-30T23:59:59.999Z'].map((text) => Date.parse(text)); // prettier-ignore
const KEPT = 30 * DAY;
const MOST_AGE = 600;

/** F35, T31: what is kept, found and allowed does not hang on a clock that jumps. */
export const clock: Proof = {
  name: 'clock',
  claim:
    'a clock that jumps deletes nothing young, breaks no chain, refuses nobody, and turns away stale WeChat requests only',
  quick: 60,
  full: 400,
  prove: async ({ n, seed, root, directory, assistant }) => {
    const random = seeded(seed);
    const tally = new Tally('clock');
    const knowing = await assistant();
    for (let i = 0; i < n; i += 1) {
      const moment = random.pick(MOMENTS);
      const jump = JUMPS[i % JUMPS.length] ?? 0;
      tally.count(await kept(`${directory}/${i}`, moment, jump));
      tally.count(await withClock(jump, () => allowed(knowing, root)));
      tally.count(await withClock(jump, () => stale(jump, moment)));
    }
    return tally.result(
      `${JUMPS.length} jumps at ${MOMENTS.length} moments; storage, limits and WeChat each`,
    );
  },
};

/** What a store does over a jump: the wrong thing it did, or nothing. */
async function kept(dataDirectory: string, moment: number, jump: number): Promise<string | undefined> {
  let now = moment;
  const store = await openStore({ dataDirectory, now: () => now });
  const name = `jump of ${jump} ms`;
  try {
    const owner = await store.owners.of('api', 'one');
    const write = async (id: string) => {
      store.answers.record(logEntry(id, owner));
      store.audit.record({ kind: 'answer', owner });
      await store.conversations.append(owner, 'api', 'c', [{ role: 'user', content: id }]);
    };
    await store.purge();
    await write('before');
    now += jump;
    await write('after');
    const report = await store.purge();
    const turns = (await store.conversations.read(await store.owners.of('api', 'one'), 'c')).length;
    if (Math.abs(jump) > DAY && (report.skipped === null || report.deleted > 0))
      return `${name}: purged at once`;
    if (report.deleted > 0) return `${name}: deleted ${report.deleted} young rows`;
    if (turns !== 2) return `${name}: ${turns} of 2 turns are found`;
    if ((await store.audit.verify()).brokenAt !== null) return `${name}: the audit chain is broken`;
    const later = await store.purge();
    const isOld = jump > KEPT;
    if (later.deleted > 0 && !isOld) return `${name}: the next run deleted ${later.deleted} young rows`;
    return (await store.audit.verify()).brokenAt === null
      ? undefined
      : `${name}: the chain is broken after deleting`;
  } finally {
    await store.close();
  }
}

/** Everybody is answered while the clock is elsewhere. */
async function allowed(
  assistant: Parameters<typeof inProcess>[0],
  root: string,
): Promise<string | undefined> {
  const { ask } = inProcess(assistant, { root });
  const { status } = await ask('第6条原文');
  return status === 200 ? undefined : `answered ${status}`;
}

/** Signed now, as WeChat's clock has it, and read by a clock that is off by the jump. */
async function stale(jump: number, seedOfId: number): Promise<string | undefined> {
  const wechatNow = Date.now() - jump;
  for (const maxAge of [0, MOST_AGE]) {
    const { routes } = setUp({}, { WECHAT_MAX_AGE_SECONDS: String(maxAge) });
    const { ghId, openid } = vectors.config;
    const message = { ToUserName: ghId, FromUserName: openid, CreateTime: Math.floor(wechatNow / 1000), MsgType: 'text', Content: '社保', MsgId: String(seedOfId) }; // prettier-ignore
    const { query, body } = messageRequest(peer, message, wechatNow);
    const { status } = await routes.request(`/official-account?${query.toString()}`, {
      method: 'POST',
      body,
    });
    const isStale = maxAge > 0 && jump / 1000 > maxAge + 1;
    const isSurelyFresh = maxAge === 0 || Math.abs(jump) / 1000 < maxAge - 1;
    if (isStale && status === 200) return `accepted a request ${jump} ms old`;
    if (isSurelyFresh && status !== 200)
      return `refused a fresh request with ${status} at a skew of ${jump} ms`;
  }
  return undefined;
}

async function withClock<T>(jump: number, use: () => Promise<T>): Promise<T> {
  const plain = Date.now;
  Date.now = () => plain() + jump;
  try {
    return await use();
  } finally {
    Date.now = plain;
  }
}
