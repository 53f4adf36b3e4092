import { afterEach, describe, expect, test } from 'vitest';
import { loadMock, settle, startBot, type StartedBot } from '../../support/mock-wechaty.js';
import { wording } from '../../support/wechat.js';

const mock = await loadMock();
const HOUR = 3600 * 1000;

describe.skipIf(mock === undefined)('a bot on the mock puppet', () => {
  let started: StartedBot | undefined;
  const start = async () => {
    if (mock === undefined) throw new Error('wechaty is not installed');
    started = await startBot(mock);
    return { ...mock, ...started };
  };
  afterEach(async () => {
    await settle();
    await started?.wechaty.stop();
  });

  test('answers a person, in plain text without links', async () => {
    const { alice, me, got, asked } = await start();
    alice.say('放开落户限制的城市有哪些？').to(me);
    await settle();
    expect(asked).toEqual(['放开落户限制的城市有哪些？']);
    expect(got[0]).toMatch(/^【政策原文摘录】\n第6条/u);
    expect(got[0]).not.toContain('<a');
  });

  test('answers in a room when it is mentioned, and mentions back', async () => {
    const { alice, me, room, got, asked } = await start();
    alice.say('@政策助手\u2005农民工子女入学怎么办', [me]).to(room);
    await settle();
    expect(asked).toEqual(['农民工子女入学怎么办']);
    expect(got[0]).toMatch(/^@张三 【政策原文摘录】/u);
  });

  test('answers when the puppet does not report the mention but the name stands there', async () => {
    const { alice, room, asked } = await start();
    alice.say('@政策助手 社保怎么转').to(room);
    await settle();
    expect(asked).toEqual(['社保怎么转']);
  });

  test('answers when it is mentioned under its name in the room', async () => {
    const { alice, room, asked, puppet } = await start();
    puppet.roomMemberRawPayload = async () => ({
      avatar: '',
      id: 'me',
      name: '政策助手',
      roomAlias: '小 苏',
    });
    await puppet.roomMemberPayloadDirty?.('r1@chatroom');
    alice.say('@小 苏\u2005社保怎么转').to(room);
    await settle();
    expect(asked).toEqual(['社保怎么转']);
  });

  test.each(['随便聊聊', '@李四 你好', '@所有人 开会了 @政策助手', '@all @政策助手 hi', '@政策助手们 hi'])(
    'is silent in a room: %s',
    async (text) => {
      const { alice, room, got, asked } = await start();
      alice.say(text).to(room);
      await settle();
      expect([asked, got]).toEqual([[], []]);
    },
  );

  test('is silent to a mention of everyone, even one reported as its own', async () => {
    const { alice, me, room, asked } = await start();
    alice.say('@所有人\u2005开会了', [me]).to(room);
    await settle();
    expect(asked).toEqual([]);
  });

  test('does not answer itself', async () => {
    const { alice, me, asked, got, ignored } = await start();
    me.say('你好').to(alice);
    await settle();
    expect([asked, got]).toEqual([[], ['你好']]);
    expect(ignored).toEqual(['self']);
  });

  test('does not answer old messages, nor one a second time', async () => {
    const { mocker, puppet, asked, types, ignored } = await start();
    const base = { talkerId: 'alice', listenerId: 'me', type: types.Message.Text };
    mocker.MessageMock.create({ ...base, id: 'old-1', text: '旧', timestamp: Date.now() - HOUR });
    mocker.MessageMock.create({ ...base, id: 'new-1', text: '新', timestamp: Date.now() });
    for (const messageId of ['old-1', 'new-1', 'new-1', 'new-1']) puppet.emit('message', { messageId });
    await settle();
    expect(asked).toEqual(['新']);
    expect(ignored.filter((why) => why !== 'self').toSorted()).toEqual(['duplicate', 'duplicate', 'old']);
  });

  test('does not answer official accounts, the file helper, or what others say to each other', async () => {
    const { mocker, me, alice, bob, asked, types } = await start();
    const official = mocker.createContact({ id: 'gh_1', name: '公众号', type: types.Contact.Official });
    const helper = mocker.createContact({ id: 'filehelper', name: '文件传输助手' });
    official.say('推送').to(me);
    helper.say('文件').to(me);
    alice.say('吃了吗').to(bob);
    await settle();
    expect(asked).toEqual([]);
  });

  test('asks once for text when it gets a picture, and not at all in a room', async () => {
    const { mocker, puppet, got, types } = await start();
    const image = { talkerId: 'alice', type: types.Message.Image, timestamp: Date.now() };
    for (let i = 0; i < 3; i += 1) mocker.MessageMock.create({ ...image, id: `i${i}`, listenerId: 'me' });
    mocker.MessageMock.create({ ...image, id: 'i3', roomId: 'r1@chatroom' });
    for (let i = 0; i < 4; i += 1) puppet.emit('message', { messageId: `i${i}` });
    await settle();
    expect(got).toEqual([wording.typeInstead]);
  });

  test('keeps the conversations of two people in a room apart', async () => {
    const { alice, bob, me, room, ledger } = await start();
    alice.say('@政策助手\u2005甲问', [me]).to(room);
    bob.say('@政策助手\u2005乙问', [me]).to(room);
    await settle();
    for (const [person, question] of [
      ['alice', '甲问'],
      ['bob', '乙问'],
    ]) {
      const owner = await ledger.owners.of('wechaty', `me:r:r1@chatroom:${person}`);
      const turns = await ledger.conversations.read(owner, 'wechat');
      expect(turns.filter(({ role }) => role === 'user').map(({ content }) => content)).toEqual([question]);
    }
  });

  test('tells who asks too fast so once, then is silent', async () => {
    const { alice, me, got, asked } = await start();
    for (let i = 0; i < 12; i += 1) alice.say(`问题${i}`).to(me);
    await settle();
    await settle();
    expect(asked).toHaveLength(6);
    expect(got.filter((text) => text === wording.wechaty.tooMany)).toHaveLength(1);
    expect(got).toHaveLength(7);
  });

  test('does not answer another of its kind', async () => {
    const { alice, me, asked, ignored } = await start();
    alice.say('【政策原文摘录】\n第6条「扩大社会保障覆盖面」：…').to(me);
    alice.say(wording.wechaty.tooMany).to(me);
    await settle();
    expect([asked, ignored]).toEqual([[], ['own_kind', 'own_kind']]);
  });

  test('knows the commands', async () => {
    const { alice, me, got, asked } = await start();
    alice.say('帮助').to(me);
    await settle();
    alice.say('第9条').to(me);
    await settle();
    expect(got[0]).toBe(wording.help);
    expect(asked).toEqual(['第9条原文']);
  });

  test('shows the code to scan, and is healthy from login to logout', async () => {
    const { mocker, puppet, health, shown, login, alice, me, asked, ScanStatus } = await start();
    expect(health.state).toBe('up');
    await puppet.logout('test');
    await settle();
    expect(health.state).toBe('down');
    mocker.scan('https://login.invalid/1', ScanStatus.Waiting);
    mocker.scan('https://login.invalid/1', ScanStatus.Scanned);
    await settle();
    expect([health.state, shown]).toEqual(['waiting_scan', ['https://login.invalid/1']]);
    await login();
    alice.say('在吗').to(me);
    await settle();
    expect([health.state, asked]).toEqual(['up', ['在吗']]);
  });

  test('survives errors of the puppet and answers that fail', async () => {
    const { puppet, alice, me, errors, wechaty, got } = await start();
    puppet.emit('error', { gerror: JSON.stringify({ name: 'Error', message: 'boom' }) });
    puppet.messageSendText = () => Promise.reject(new Error('not sent'));
    alice.say('社保').to(me);
    await settle();
    await settle();
    expect(errors.length).toBeGreaterThanOrEqual(2);
    expect(got).toEqual([]);
    expect(wechaty.isLoggedIn).toBe(true);
  });

  test('says how it is used when it joins a room; newcomers are not greeted', async () => {
    const { mocker, me, alice, bob, got } = await start();
    const wang = mocker.createContact({ id: 'wang', name: '王五' });
    const other = mocker.createRoom({ id: 'r2@chatroom', topic: '新群', memberIdList: ['alice', 'bob'] });
    (other as unknown as NodeJS.EventEmitter).on('message', (message: { text(): string }) =>
      got.push(message.text()),
    );
    other.add(me).by(alice);
    await settle();
    other.add(wang).by(bob);
    await settle();
    expect(got).toEqual([wording.wechaty.roomNotice]);
  });
});
