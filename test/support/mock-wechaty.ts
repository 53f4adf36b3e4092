import type { EventEmitter } from 'node:events';
import { readConfig } from '../../src/config.js';
import { deliveriesOf } from '../../src/channels/wechat/channel.js';
import { MemoryLedger } from '../../src/channels/wechat/memory-ledger.js';
import { Bot } from '../../src/channels/wechaty/bot.js';
import { Health } from '../../src/channels/wechaty/health.js';
import { SendQueue, type Pace } from '../../src/channels/wechaty/send-queue.js';
import type { Wechaty } from '../../src/channels/wechaty/wechaty.js';
import { quoting, wording } from './wechat.js';

/** wechaty and its mock puppet, or undefined where they are not installed. */
export async function loadMock() {
  try {
    const [wechaty, puppetMock] = await Promise.all([import('wechaty'), import('wechaty-puppet-mock')]);
    return { ...wechaty, ...puppetMock };
  } catch {
    return undefined;
  }
}
export type Mock = NonNullable<Awaited<ReturnType<typeof loadMock>>>;

export const settle = async () => {
  for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

export type StartedBot = Awaited<ReturnType<typeof startBot>>;

/** A bot on the mock puppet, logged in as 政策助手, with an assistant that quotes clause 6. */
export async function startBot(
  { WechatyBuilder, PuppetMock, mock }: Mock,
  {
    pace = { leastMs: 0, jitterMs: 0 },
    answer = quoting(6),
  }: { pace?: Pace; answer?: ReturnType<typeof quoting> } = {},
) {
  const asked: string[] = [];
  const errors: unknown[] = [];
  const ignored: string[] = [];
  const shown: string[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const assistant = {
    ask: async (messages: readonly { content: string }[]) => {
      asked.push(messages.at(-1)?.content ?? '');
      return answer;
    },
  };
  const ledger = new MemoryLedger();
  const deliveries = deliveriesOf(
    { assistant, ledger, wording, config: readConfig({}), onError },
    {
      channel: 'wechaty',
      slow: 'extractive',
      deadlineMs: 20_000,
      push: undefined,
      links: 'none',
      bodyLimit: 1500,
    },
  );
  const health = new Health();
  const queue = new SendQueue(onError, pace);
  const bot = new Bot({
    ...{ owners: ledger.owners, deliveries, wording, health, queue, onError },
    showQr: (value) => void shown.push(value),
    onIgnored: (why) => void ignored.push(why),
  });
  const mocker = new mock.Mocker();
  const puppet = new PuppetMock({ mocker });
  const wechaty = WechatyBuilder.build({ puppet });
  bot.attach(wechaty as unknown as Wechaty);
  await wechaty.start();
  const me = mocker.createContact({ id: 'me', name: '政策助手' });
  const alice = mocker.createContact({ id: 'alice', name: '张三' });
  const bob = mocker.createContact({ id: 'bob', name: '李四' });
  const room = mocker.createRoom({
    id: 'r1@chatroom',
    topic: '咨询群',
    memberIdList: ['me', 'alice', 'bob'],
  });
  const login = async () => {
    const seen = new Promise((resolve) => {
      wechaty.once('login', resolve);
    });
    mocker.login(me);
    await seen;
  };
  await login();
  const got: string[] = [];
  for (const contact of [alice, bob, room]) {
    // The mock's types lose their emitter under NodeNext.
    (contact as unknown as EventEmitter).on(
      'message',
      (message: { talker(): { id: string }; text(): string }) => {
        if (message.talker().id === 'me') got.push(message.text());
      },
    );
  }
  return {
    wechaty,
    mocker,
    puppet,
    me,
    alice,
    bob,
    room,
    asked,
    errors,
    ignored,
    shown,
    got,
    health,
    queue,
    login,
    ledger,
  };
}
