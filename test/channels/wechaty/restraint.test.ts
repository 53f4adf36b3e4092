import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Health } from '../../../src/channels/wechaty/health.js';
import { runBot } from '../../../src/channels/wechaty/run.js';
import { SendQueue } from '../../../src/channels/wechaty/send-queue.js';
import { loadWechaty, type Wechaty } from '../../../src/channels/wechaty/wechaty.js';
import { loadMock, settle, startBot } from '../../support/mock-wechaty.js';
import { quoting } from '../../support/wechat.js';

const mock = await loadMock();
const MINUTE = 60 * 1000;

describe.skipIf(mock === undefined)('two bots', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ['of this kind', quoting(6)],
    [
      'whose answers carry no mark',
      quoting(6, { segments: [{ kind: 'template', text: '请说得具体一点。', citations: [] }] }),
    ],
  ])('%s, facing each other for ten minutes, say at most 20 things', async (_name, answer) => {
    if (mock === undefined) throw new Error('wechaty is not installed');
    const pace = { leastMs: 1000, jitterMs: 2000 };
    const [one, two] = [await startBot(mock, { pace, answer }), await startBot(mock, { pace, answer })];
    let said = 0;
    const bridge = (from: typeof one, to: typeof two) => {
      (from.alice as unknown as EventEmitter).on(
        'message',
        (message: { talker(): { id: string }; text(): string }) => {
          if (message.talker().id !== 'me') return;
          said += 1;
          to.alice.say(message.text()).to(to.me);
        },
      );
    };
    bridge(one, two);
    bridge(two, one);
    one.alice.say('在吗').to(one.me);
    for (let second = 0; second < 600; second += 1) {
      await vi.advanceTimersByTimeAsync(1000);
      await settle();
    }
    expect(said).toBeGreaterThanOrEqual(1);
    expect(said).toBeLessThanOrEqual(20);
    await Promise.all([one.wechaty.stop(), two.wechaty.stop()]);
  });
});

test.skipIf(mock === undefined)(
  '10,000 messages in a room that do not mention the bot get no reply',
  async () => {
    if (mock === undefined) throw new Error('wechaty is not installed');
    const { alice, bob, room, asked, got, wechaty, ignored } = await startBot(mock);
    const texts = ['随便聊聊', '@李四 你好', '@所有人 开会', '社保怎么办', '政策助手 在吗', '邮箱 a@政策.cn'];
    for (let i = 0; i < 10_000; i += 1) {
      (i % 2 === 0 ? alice : bob).say(`${texts[i % texts.length]}${i}`).to(room);
      if (i % 100 === 0) await settle();
    }
    await settle();
    expect([asked, got, ignored.length]).toEqual([[], [], 10_000]);
    await wechaty.stop();
  },
);

describe('sending', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const queueOf = () => {
    const times: number[] = [];
    const queue = new SendQueue(() => undefined);
    queue.open();
    const add = () => queue.add(async () => void times.push(Date.now()));
    return { queue, times, add };
  };

  test('keeps a second or more between messages, and 20 a minute', async () => {
    const { add, times } = queueOf();
    for (let i = 0; i < 30; i += 1) void add();
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(times).toHaveLength(30);
    const between = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(Math.min(...between)).toBeGreaterThanOrEqual(1000);
    for (const [i, time] of times.entries()) {
      const later = times[i + 20];
      expect(later === undefined || later - time >= MINUTE).toBe(true);
    }
  });

  test('keeps the order, and goes on after one that fails', async () => {
    const errors: unknown[] = [];
    const order: number[] = [];
    const queue = new SendQueue((error) => void errors.push(error));
    queue.open();
    const sent = [1, 2, 3].map((n) =>
      queue.add(async () => {
        if (n === 2) throw new Error('not sent');
        order.push(n);
      }),
    );
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect([order, await Promise.all(sent), errors.length]).toEqual([[1, 3], [true, false, true], 1]);
  });

  test('drops what waits when the session ends, and what is too much', async () => {
    const { queue, add, times } = queueOf();
    const sent = Array.from({ length: 40 }, add);
    queue.close();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(await Promise.all(sent)).not.toContain(true);
    expect([times, await add()]).toEqual([[], false]);
  });
});

describe('running', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('health is lost when the puppet stops beating', async () => {
    const health = new Health();
    health.set('up');
    await vi.advanceTimersByTimeAsync(4 * MINUTE);
    health.beat();
    await vi.advanceTimersByTimeAsync(4 * MINUTE);
    expect(health.state).toBe('up');
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect(health.state).toBe('down');
  });

  test('reconnects after longer and longer waits, and stops when told', async () => {
    const starts: number[] = [];
    const health = new Health();
    const abort = new AbortController();
    const wechaty: Wechaty = {
      currentUser: { id: 'me', name: () => '', type: () => 1 },
      on: () => undefined,
      start: async () => {
        starts.push(Date.now());
        health.set('down');
      },
      stop: async () => undefined,
    };
    const running = runBot({
      ...{ load: async () => wechaty, bot: { attach: () => undefined }, health, signal: abort.signal },
      ...{ onState: () => undefined, onError: () => undefined },
    });
    await vi.advanceTimersByTimeAsync(30 * MINUTE);
    const waits = starts.slice(1).map((time, i) => (time - (starts[i] ?? 0)) / 1000);
    expect(waits[0]).toBeLessThan(7);
    expect(waits.slice(0, 5)).toEqual(waits.slice(0, 5).toSorted((a, b) => a - b));
    expect(Math.max(...waits)).toBeLessThanOrEqual(360);
    expect(starts.length).toBeLessThan(16);
    abort.abort();
    await expect(running).resolves.toBeUndefined();
  });
});

describe('starting', () => {
  test('without a puppet named is refused', async () => {
    await expect(loadWechaty(undefined, 'x')).rejects.toThrow(/WECHATY_PUPPET.*no default/u);
  });

  test('without the packages says what to install', async () => {
    await expect(loadWechaty('wechaty-puppet-not-there', 'x')).rejects.toThrow(
      /npm install --no-save (?:wechaty@1|wechaty-puppet-not-there)/u,
    );
  });

  test('needs no package where nothing is started: no source file imports one', () => {
    const src = join(import.meta.dirname, '../../../src');
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.tsx?$/u.test(file),
    );
    const importing = files.filter((file) =>
      /(?:from|import\()\s*['"](?:wechaty|qrcode)/u.test(readFileSync(join(src, file), 'utf8')),
    );
    expect(files.length).toBeGreaterThan(50);
    expect(importing).toEqual([]);
  });
});
