import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Answer } from '../../../src/answering/answer.js';
import { ApiError } from '../../../src/channels/wechat/api.js';
import type { Generate } from '../../../src/channels/wechat/late-answers.js';
import { MemoryLedger } from '../../../src/channels/wechat/memory-ledger.js';
import { quoting, saying, setUp, wording } from '../../support/wechat.js';

const SECOND = 1000;
const LATE = '参保范围正在扩大。';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: new Date('2026-01-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A model that takes so long, and counts its calls; with 'none' its answer fails the check. */
function slow(seconds: number, answer: Answer | 'none' = saying(6, LATE)) {
  return vi.fn<Generate>(async () => {
    await new Promise((resolve) => {
      setTimeout(resolve, seconds * SECOND);
    });
    return answer === 'none' ? undefined : answer;
  });
}

/** WeChat's interface, remembering what was pushed; refuses with `code` when given. */
function wechatApi(code = 0) {
  const calls: { path: string; body: unknown }[] = [];
  const post = async (path: string, body: unknown) => {
    calls.push({ path, body });
    if (code !== 0) throw new ApiError(code, 'refused');
    return {};
  };
  const pushed = () => calls.filter(({ path }) => path.endsWith('/custom/send'));
  return { api: { post }, calls, pushed };
}

/** Runs real I/O between steps of the faked clock. */
const settle = async () => {
  for (let i = 0; i < 10; i += 1) await new Promise((resolve) => setImmediate(resolve));
};
const advance = async (seconds: number) => {
  for (let i = 0; i < seconds * 10; i += 1) {
    await vi.advanceTimersByTimeAsync(SECOND / 10);
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** Begins a delivery; tells its reply and how many seconds it took, once it is there. */
function begin(
  say: ReturnType<typeof setUp>['say'],
  delivery: Parameters<ReturnType<typeof setUp>['say']>[0],
) {
  const begun = Date.now();
  const state: { text: string | undefined; after: number | undefined } = {
    text: undefined,
    after: undefined,
  };
  void say(delivery).then((text) => Object.assign(state, { text, after: (Date.now() - begun) / SECOND }));
  return state;
}

describe('scenarios', () => {
  test('fast: replied at once', async () => {
    const { say } = setUp();
    expect(await say({ msgId: '1' })).toContain('【政策原文摘录】');
  });

  test('retry after the reply was lost: the same answer, computed once', async () => {
    const generate = slow(4.9);
    const { say, asked } = setUp({ generate });
    const first = begin(say, { msgId: '1' });
    await settle();
    await advance(5);
    const second = begin(say, { msgId: '1' });
    await settle();
    expect(first.text).toContain('【政策原文摘录】');
    expect(second).toEqual({ text: first.text, after: 0 });
    expect([asked.length, generate.mock.calls.length]).toEqual([1, 1]);
  });

  test('slow with the customer-service interface: the offline answer in time, the generated one pushed once', async () => {
    const { api, calls, pushed } = wechatApi();
    const { say } = setUp({ generate: slow(9), api });
    const reply = begin(say, { msgId: '1' });
    await settle();
    await advance(10);
    expect(reply.after).toBeLessThanOrEqual(4.5);
    expect(reply.text).toContain('【政策原文摘录】');
    expect(pushed()).toHaveLength(1);
    expect(JSON.stringify(pushed()[0]?.body)).toContain(`【AI生成】\\n${LATE}`);
    expect(calls[0]?.path).toBe('/cgi-bin/message/custom/typing');
  });

  test('slow with silence preferred: nothing in time, then pushed, the offline answer when there is no better', async () => {
    for (const [answer, expected] of [
      [saying(6, LATE), '人工智能生成'],
      ['none', '原文摘录'],
    ] as const) {
      const { api, pushed } = wechatApi();
      const settings = { WECHAT_OA_SLOW: 'success', WECHAT_OA_SECRET: 's' };
      const { say } = setUp({ generate: slow(9, answer), api }, settings);
      const reply = begin(say, { msgId: '1' });
      await settle();
      await advance(10);
      expect(reply).toEqual({ text: undefined, after: 3.9 });
      expect(pushed().map(({ body }) => JSON.stringify(body).includes(expected))).toEqual([true]);
    }
  });

  test('slow, passive only: the offline answer in time, the generated one on 1, once', async () => {
    const { say, asked } = setUp({ generate: slow(12) });
    const reply = begin(say, { msgId: '1' });
    await settle();
    await advance(5);
    expect(reply.after).toBeLessThanOrEqual(4.5);
    expect(reply.text).toContain('【政策原文摘录】');
    expect(reply.text).toContain(
      '回复 <a href="weixin://bizmsgmenu?msgmenucontent=1&msgmenuid=late">1</a> 查看',
    );
    await advance(8);
    expect(await say({ text: '１。', msgId: '2' })).toContain(`【AI生成】\n${LATE}`);
    expect(asked).toHaveLength(1);
    const third = begin(say, { text: '1', msgId: '3' });
    await settle();
    await advance(5);
    expect(third.text).toMatch(new RegExp(`^${wording.nothingWaiting}\n【政策原文摘录】`, 'u'));
    expect(asked).toEqual(['社保', '1']);
  });

  test('held, ready at 12 s: all three deliveries get the generated answer', async () => {
    const { say } = setUp({ generate: slow(12) }, { WECHAT_OA_SLOW: 'hold' });
    const deliveries = [begin(say, { msgId: '1' })];
    await settle();
    for (let i = 0; i < 2; i += 1) {
      await advance(5);
      expect(deliveries[0]?.after).toBeUndefined();
      deliveries.push(begin(say, { msgId: '1' }));
      await settle();
    }
    await advance(3);
    const texts = deliveries.map(({ text }) => text);
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain(LATE);
    expect(deliveries[2]?.after).toBeCloseTo(2, 1);
  });

  test('held, ready at 20 s: the third delivery gets the offline answer and the offer of 1', async () => {
    const { say } = setUp({ generate: slow(20) }, { WECHAT_OA_SLOW: 'hold' });
    begin(say, { msgId: '1' });
    await settle();
    await advance(10);
    const third = begin(say, { msgId: '1' });
    await settle();
    await advance(5);
    expect(third.after).toBeLessThanOrEqual(4.5);
    expect(third.text).toContain('msgmenucontent=1');
    await advance(10);
    expect(await say({ text: '1', msgId: '2' })).toContain(LATE);
    const again = begin(say, { text: '1', msgId: '3' });
    await settle();
    await advance(21);
    expect(again.text).toContain(wording.nothingWaiting);
  });

  test('a new question while one is pending is answered as such; the pending answer is kept and offered', async () => {
    const { say, asked } = setUp({ generate: slow(20) });
    begin(say, { msgId: '1' });
    await settle();
    await advance(16);
    const other = begin(say, { msgId: '2', text: '别的问题' });
    await settle();
    await advance(30);
    expect(asked).toEqual(['社保', '别的问题']);
    expect(other.text).toContain('【政策原文摘录】');
    const texts = [await say({ msgId: '3', text: '1' }), await say({ msgId: '4', text: '1' })];
    expect(texts[0]).toContain(LATE);
    expect(texts[0]).toContain('还有一份解读');
    expect(texts[1]).toContain(LATE);
    expect(texts[1]).not.toContain('还有一份解读');
  });

  test('1 sent too early waits, and says so when there is still nothing', async () => {
    const { say } = setUp({ generate: slow(12) });
    begin(say, { msgId: '1' });
    await settle();
    await advance(5);
    const early = begin(say, { text: '1', msgId: '2' });
    await settle();
    await advance(5);
    expect(early.text).toContain('还在整理');
    const inTime = begin(say, { text: '1', msgId: '3' });
    await settle();
    await advance(3);
    expect(inTime.text).toContain(LATE);
  });

  test('1 after a generated answer that failed its check says that the first stands', async () => {
    const { say } = setUp({ generate: slow(6, 'none') });
    begin(say, { msgId: '1' });
    await settle();
    await advance(7);
    expect(await say({ text: '1', msgId: '2' })).toBe(wording.nothingBetter);
  });

  test('two people do not meet', async () => {
    const { say, asked } = setUp({ generate: slow(6) });
    begin(say, { msgId: '1', from: 'openidA', text: '甲问' });
    begin(say, { msgId: '2', from: 'openidB', text: '乙问' });
    await settle();
    await advance(7);
    expect(asked.toSorted()).toEqual(['乙问', '甲问']);
    const third = begin(say, { msgId: '3', from: 'openidC', text: '1' });
    await settle();
    await advance(7);
    expect(third.text).toContain(wording.nothingWaiting);
  });

  test('an engine that throws: an apology, with 200', async () => {
    const assistant = { ask: () => Promise.reject(new Error('社保')) };
    const { say, errors } = setUp({ assistant });
    expect(await say({ msgId: '1' })).toBe(wording.failed);
    expect(errors).toHaveLength(1);
  });

  test('a model that throws: the offline answer', async () => {
    const { say } = setUp({ generate: () => Promise.reject(new Error('down')) });
    expect(await say({ msgId: '1' })).toContain('【政策原文摘录】');
  });

  test('unsubscribe deletes what is kept; an answer still coming is sent to nobody', async () => {
    const { api, pushed } = wechatApi();
    const ledger = new MemoryLedger();
    const { say } = setUp({ generate: slow(9), api, ledger });
    begin(say, { msgId: '1' });
    await settle();
    await advance(5);
    expect(await say({ fields: { MsgType: 'event', Event: 'unsubscribe', EventKey: '' } })).toBeUndefined();
    await advance(10);
    expect(pushed()).toEqual([]);
    const owner = await ledger.owners.of('wechat', `wx5f2c9d8e7b6a4310:oABCD5nq8Yh2_-kLmN0pQrStUvWx`);
    expect(await ledger.conversations.read(owner, 'wechat')).toEqual([]);
  });
});

describe('replicas', () => {
  test('that share a ledger give one message one answer', async () => {
    const ledger = new MemoryLedger();
    const [one, two, three] = [setUp({ ledger }), setUp({ ledger }), setUp({ ledger })];
    const deliveries = [one, two, three].map(({ say }) => begin(say, { msgId: '7' }));
    await settle();
    await advance(1);
    expect(new Set(deliveries.map(({ text }) => text)).size).toBe(1);
    expect(one.asked.length + two.asked.length + three.asked.length).toBe(1);
  });

  test('answer for one that died, in time', async () => {
    const ledger = new MemoryLedger();
    const dead = setUp({ ledger, assistant: { ask: () => new Promise(() => undefined) } });
    begin(dead.say, { msgId: '7' });
    await settle();
    const alive = begin(setUp({ ledger }).say, { msgId: '7' });
    await settle();
    await advance(5);
    expect(alive.text).toContain('【政策原文摘录】');
    expect(alive.after).toBeLessThanOrEqual(4.5);
  });

  test('after an unsubscribe, a row claimed before is not written again', async () => {
    const ledger = new MemoryLedger();
    const owner = await ledger.owners.of('wechat', 'x');
    await ledger.messages.claim('late:k', owner);
    await ledger.forget(owner);
    await ledger.messages.answer('late:k', '["x"]');
    expect(await ledger.messages.find('late:k')).toBeUndefined();
  });
});

describe('pushing', () => {
  test.each([45015, 45047, 43004])('refused with %d: kept for 1, not tried again', async (code) => {
    const { api, pushed } = wechatApi(code);
    const { say } = setUp({ generate: slow(9), api });
    begin(say, { msgId: '1' });
    await settle();
    await advance(12);
    expect(pushed()).toHaveLength(1);
    expect(await say({ text: '1', msgId: '2' })).toContain(LATE);
  });

  test('a long answer takes four messages of the five, half a second apart; the rest waits for 继续', async () => {
    const { api, pushed } = wechatApi();
    const long = saying(6, '社会保障覆盖面扩大。'.repeat(400));
    const { say } = setUp({ generate: slow(9, long), api });
    begin(say, { msgId: '1' });
    await settle();
    await advance(12);
    expect(pushed()).toHaveLength(4);
    expect(await say({ text: '继续', msgId: '2' })).toContain('（5/7）');
    expect(await say({ text: '1', msgId: '3' })).toContain('（6/7）');
  });

  test('after a menu click only in the minute that WeChat allows', async () => {
    const { api, pushed } = wechatApi();
    const { say } = setUp({ generate: slow(61), api });
    begin(say, { fields: { MsgType: 'event', Event: 'CLICK', EventKey: 'MENU_SCHOOL' } });
    await settle();
    await advance(62);
    expect(pushed()).toEqual([]);
  });

  test('more than four questions at once of one person: the further ones have their offline answers', async () => {
    const generate = slow(2);
    const { say } = setUp({ generate });
    const all = Array.from({ length: 7 }, (_, i) => begin(say, { msgId: String(i), text: `问题${i}` }));
    await settle();
    await advance(10);
    expect(generate.mock.calls).toHaveLength(4);
    expect(all.map(({ text }) => text !== undefined)).toEqual(Array.from({ length: 7 }, () => true));
  });
});

test.each([0, 1, 2, 3, 3.8, 3.9, 4, 4.2, 4.9, 5, 7, 10, 14, 15, 20, 25, 30])(
  'a model that takes %d s: the passive reply comes within 4.5 s',
  async (seconds) => {
    const { say } = setUp({ generate: slow(seconds) });
    const reply = begin(say, { msgId: '1' });
    await settle();
    await advance(5);
    expect(reply.after).toBeLessThanOrEqual(4.5);
    expect(reply.text).toContain(seconds < 3.9 ? LATE : quoting(6).segments[1]?.text);
    await advance(30);
  },
);
