import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expandCommand } from '../../src/expansion/cli.js';
import { parseExpandPrompts } from '../../src/expansion/prompts.js';
import { parseQuestionData } from '../../src/retrieval/question-data.js';
import { scriptedModel, type Asked } from './scripted-model.js';

const root = join(import.meta.dirname, '../..');
let directory: string;
let out: string;
let printed: string[];
let closing: (() => Promise<void>)[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'suwen-expand-'));
  out = join(directory, 'review.jsonl');
  for (const kind of ['md', 'yml'])
    copyFileSync(join(root, `test/fixtures/made-up-policy.${kind}`), join(directory, `night.${kind}`));
  printed = [];
  closing = [];
});
afterEach(async () => {
  await Promise.all(closing.map((close) => close()));
  rmSync(directory, { recursive: true });
});

type Question = { sentence: number; question: string; asks: string; covered: boolean };
const about = (question: string, more: Partial<Question> = {}): Question => ({ sentence: 1, question, asks: 'whether', covered: true, ...more }); // prettier-ignore
const replyOf = (questions: readonly unknown[], misses: readonly unknown[] = []) =>
  JSON.stringify({ questions, near_misses: misses });

async function model(script: (asked: Asked, call: number) => string | number) {
  const one = await scriptedModel(script);
  closing.push(one.close);
  return one;
}
type Scripted = Awaited<ReturnType<typeof model>>;

const run = (words: readonly string[], scripted?: Scripted) =>
  expandCommand(words, { root, model: scripted?.config, print: (text) => void printed.push(text) });
const policy = () => join(directory, 'night.md');
const write = (scripted: Scripted, ...more: string[]) => run(['--policy', policy(), '--out', out, ...more], scripted); // prettier-ignore

type Line = { [key: string]: unknown };
const linesOf = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Line); // prettier-ignore
const rowsOf = () => linesOf(out).filter((line) => 'accepted' in line);
const decide = (choose: (row: Line) => unknown, change: (row: Line) => Line = (row) => row) =>
  writeFileSync(out, linesOf(out).map((line) => `${JSON.stringify('accepted' in line ? change({ ...line, accepted: choose(line) }) : line)}\n`).join('')); // prettier-ignore
const corpus = () => {
  const read = (name: string) => (existsSync(join(directory, name)) ? readFileSync(join(directory, name), 'utf8') : ''); // prettier-ignore
  return parseQuestionData({
    questions: read('questions.jsonl'),
    negatives: read('negatives.jsonl'),
    lexicon: '[]',
  });
};

const ONE = ['--clauses', '3', '--askers', 'owner'];
const USEFUL = [
  about('摆个夜市摊要不要交钱', { asks: 'whether' }),
  about('咱街上最少能有几个摊子', { asks: 'count' }),
  about('免费摆摊能免几年', { asks: 'duration' }),
  about('我怎么申请一个摊位呢', { asks: 'how', covered: false }),
];
const MISS = { question: '早市卖菜的摊子归谁管', kind: 'near_miss' };

describe('writing', () => {
  test('asks for one clause as one kind of person, and keeps what is useful for review', async () => {
    const scripted = await model(() => replyOf(USEFUL, [MISS]));
    expect(await write(scripted, ...ONE)).toBe(true);
    expect(scripted.calls).toHaveLength(1);
    expect(scripted.calls[0]?.user).toContain('{"sentence":1,"text":"每个街道设置摊位不少于十二个');
    expect(scripted.calls[0]?.user).toContain('开小店');
    expect(scripted.calls[0]?.user).not.toMatch(/\{\w+\}/u);
    expect(rowsOf()).toHaveLength(5);
    expect(rowsOf()[1]).toEqual({
      ...{ accepted: null, clause: 3, sentence: 1, question: '咱街上最少能有几个摊子', asks: 'count' },
      ...{ covered: true, set: 'expand_owner' },
      says: '每个街道设置摊位不少于十二个,三年内免收摊位费的比例达到百分之六十。',
    });
    expect(rowsOf()[4]).toMatchObject({
      accepted: null,
      question: MISS.question,
      kind: 'near_miss',
      near: 3,
    });
    expect(corpus().questions).toEqual([]); // nothing is taken that nobody accepted
  });

  test('covers every clause as every kind of person', async () => {
    const scripted = await model(() => replyOf([]));
    await write(scripted);
    const askers = Object.keys(
      parseExpandPrompts(readFileSync(join(root, 'prompts/expand.yml'), 'utf8')).askers,
    );
    expect(scripted.calls).toHaveLength(4 * askers.length);
    expect(new Set(scripted.calls.map(({ user }) => user)).size).toBe(4 * askers.length);
  });

  test.each([
    ['length', about('费用')],
    ['length', about('摊'.repeat(61))],
    ['number', about('第三条说的是什么意思啊')],
    ['number', about('青禾规〔2031〕7号里摊子怎么定的')],
    ['private', about('我电话13812345678摆摊找谁')],
    ['private', about('摊位费看 https://x.cn 对吗')],
    ['copied', about('每个街道设置摊位不少于十二个是真的吗')],
    ['copied', about('每个街道，设置摊位 不少于12个；三年内免收摊位费对不')],
    ['covered', about('摊主要带什么材料', { asks: 'documents' })],
    ['covered', about('这事打哪个电话问', { asks: 'contact' })],
    ['sentence', about('这里摆摊收不收钱', { sentence: 9 })],
    ['malformed', about('这里摆摊收不收钱', { asks: 'colour' })],
    ['malformed', { question: 1 }],
    ['malformed', 'ignore the rules'],
  ])('drops for %s: %j', async (reason, one) => {
    await write(await model(() => replyOf([one])), ...ONE);
    expect(rowsOf()).toEqual([]);
    expect(linesOf(out).at(-1)).toMatchObject({ kept: 0, dropped: { [reason]: 1 } });
  });

  test('drops what stands there already, nearly stands there, or contradicts what does', async () => {
    writeFileSync(join(directory, 'questions.jsonl'), `${JSON.stringify({ clause: 3, sentence: 1, question: '摆个夜市摊要不要交钱？', asks: 'whether', covered: true, set: 'x' })}`); // prettier-ignore
    const near = about('咱们街道上最少能有几个摊子呢', { asks: 'count' });
    const scripted = await model(() =>
      replyOf(
        [...USEFUL, about('擺個夜市攤 要不要交錢!!'), near, about('咱们街道上最少能有几个摊子', { asks: 'count' }), about('免费摆摊能免几年', { asks: 'duration', covered: false })],
        [MISS, { question: '我怎么申请一个摊位呢', kind: 'absent_detail' }],
      ),
    ); // prettier-ignore
    await write(scripted, ...ONE);
    expect(linesOf(out).at(-1)).toMatchObject({ dropped: { same: 2, near: 1, contradicts: 2 } });
  });

  test('reads a reply in a fence, and follows no model that does not stop', async () => {
    const many = Array.from({ length: 500 }, (_, i) => about(`夜里${String.fromCharCode(0x4e00 + i * 7)}${String.fromCharCode(0x5e00 + i * 5)}摆摊行吗`)); // prettier-ignore
    await write(await model(() => `好的：\n\`\`\`json\n${replyOf(many)}\n\`\`\`\n希望有用`), ...ONE, '--per', '5'); // prettier-ignore
    expect(rowsOf().length).toBeGreaterThan(0);
    expect(rowsOf().length).toBeLessThanOrEqual(10);
  });

  test('goes on where it was stopped, even in the middle of a line', async () => {
    const isElder = ({ user }: Asked) => user.includes('退休老人');
    const first = await model((asked) => (isElder(asked) ? '不想写' : replyOf(USEFUL)));
    expect(await write(first, '--clauses', '3', '--askers', 'owner,elder')).toBe(false);
    expect(printed.at(-1)).toContain('Run the same command again');
    const before = rowsOf();
    appendFileSync(out, '{"accepted":null,"clause":3,"sent'); // as a kill leaves it
    const second = await model(() => replyOf([about('老太婆晚上卖点鞋垫收不收费')]));
    expect(await write(second, '--clauses', '3', '--askers', 'owner,elder')).toBe(true);
    expect(second.calls.map(isElder)).toEqual([true]);
    expect(rowsOf().slice(0, before.length)).toEqual(before);
    expect(rowsOf()).toHaveLength(before.length + 1);
    const third = await model(() => replyOf([]));
    expect(await write(third, '--clauses', '3', '--askers', 'owner,elder')).toBe(true);
    expect(third.calls).toEqual([]);
  });

  test('stops at once when the endpoint refuses the key, and says what to set', async () => {
    const scripted = await model(() => 401);
    expect(await write(scripted)).toBe(false);
    expect(scripted.calls.length).toBeLessThanOrEqual(4);
    expect(printed.join('\n')).toContain('CHAT_API_KEY');
  });

  test('gives up after three parts in a row of nonsense', async () => {
    const scripted = await model(() => '不想写');
    expect(await write(scripted)).toBe(false);
    expect(scripted.calls.length).toBeLessThan(12);
  });

  test('refuses a review file of another text', async () => {
    await write(await model(() => replyOf(USEFUL)), ...ONE);
    writeFileSync(policy(), readFileSync(policy(), 'utf8').replace('十二个', '十三个'));
    await expect(write(await model(() => replyOf([])), ...ONE)).rejects.toThrow(/another text/u);
  });
});

describe('accepting', () => {
  beforeEach(async () => void (await write(await model(() => replyOf(USEFUL, [MISS])), ...ONE)));

  test('adds what a person accepted, once', async () => {
    decide((row) => (row['asks'] === 'how' ? null : row['asks'] !== 'count'));
    expect(await run(['--accept', out])).toBe(true);
    expect(printed.at(-2)).toContain('3 added');
    expect(printed.at(-2)).toContain('0 were there already, 1 declined, 1 not read yet');
    const { questions, negatives } = corpus();
    expect(questions.map(({ question }) => question)).toEqual(['摆个夜市摊要不要交钱', '免费摆摊能免几年']);
    expect(questions[0]).toEqual({ clause: 3, sentence: 1, question: '摆个夜市摊要不要交钱', asks: 'whether', covered: true, set: 'expand_owner' }); // prettier-ignore
    expect(negatives).toEqual([{ question: MISS.question, kind: 'near_miss', near: 3 }]);

    decide(() => true);
    expect(await run(['--accept', out])).toBe(true);
    expect(printed.at(-2)).toContain('2 added');
    expect(printed.at(-2)).toContain('3 were there already');
    expect(corpus().questions).toHaveLength(4);
    await run(['--accept', out]);
    expect(corpus().questions).toHaveLength(4);
  });

  test.each<[string, (row: Line) => Line, RegExp]>([
    ['a clause that does not exist', (row) => ({ ...row, clause: 9 }), /:2: .*clause 9 does not exist; the policy has 1 to 4/u],
    ['a sentence that does not exist', (row) => ({ ...row, sentence: 7 }), /:2: .*clause 3 has no sentence 7/u],
    ['another word for accepted', (row) => ({ ...row, accepted: 'yes' }), /:2: accepted: /u],
    ['a kind that is none', (row) => ({ ...row, asks: 'colour' }), /:2: asks: /u],
    ['a name that is none', (row) => ({ ...row, covred: true }), /:2: .*covred/u],
    ['the clause’s own wording', (row) => ({ ...row, question: '设置摊位不少于十二个对吗' }), /:2: .*the clause’s own wording/u],
    ['a telephone number', (row) => ({ ...row, question: '打13812345678问摆摊行不行' }), /:2: .*take it out/u],
    ['covered against the words', (row) => ({ ...row, asks: 'contact' }), /:2: .*state no contact/u],
    ['the same question twice', (row) => ({ ...row, question: '免费摆摊能免几年' }), /免费摆摊能免几年.*stands there already/u],
    ['a question that is also said not to be in the policy', (row) => ({ ...row, question: MISS.question }), /is "not in the policy: near_miss" here, but stands there as "clause 3, covered"/u],
  ])('refuses %s, naming the line, and adds nothing', async (_, change, words) => {
    decide(() => true, (row) => (row['question'] === '摆个夜市摊要不要交钱' ? change(row) : row));
    expect(await run(['--accept', out])).toBe(false);
    expect(printed.join('\n')).toMatch(words);
    expect(printed.at(-1)).toContain('Nothing was added');
    expect(existsSync(join(directory, 'questions.jsonl'))).toBe(false);
  }); // prettier-ignore

  test('refuses what was written for another text', async () => {
    decide(() => true);
    writeFileSync(policy(), readFileSync(policy(), 'utf8').replace('十二个', '十三个'));
    expect(await run(['--accept', out])).toBe(false);
    expect(printed.join('\n')).toContain('was written for another text of qinghe-7');
  });

  test('joins a file that ends without a line break', async () => {
    writeFileSync(
      join(directory, 'questions.jsonl'),
      '{"clause":4,"sentence":1,"question":"路灯啥时候换好","set":"x"}',
    );
    decide(() => true);
    await run(['--accept', out]);
    expect(corpus().questions).toHaveLength(5);
  });
});

describe('what cannot be done is said', () => {
  test.each([
    [[], /Use: npm run expand/u],
    [['--polcy', 'x'], /polcy.*Use: npm run expand/su],
    [['--policy', 'nothing', '--out', 'x'], /nothing\.md does not exist\. Give/u],
    [['--accept', '/nowhere.jsonl'], /\/nowhere\.jsonl does not exist/u],
    [['--policy', 'su-zheng-fa-2024-102', '--out', 'x', '--askers', 'dentist'], /no "dentist".*elder/u],
    [['--policy', 'su-zheng-fa-2024-102', '--out', 'x', '--clauses', '25'], /no "25"/u],
    [['--policy', 'su-zheng-fa-2024-102', '--out', 'x', '--per', 'many'], /--per is "many"/u],
  ])('%j', async (words, message) => {
    await expect(run(words, await model(() => 500))).rejects.toThrow(message);
  });

  test('that there is no model', async () => {
    await expect(run(['--policy', policy(), '--out', out])).rejects.toThrow(/CHAT_BASE_URL/u);
  });

  test('that the wording is not whole', () => {
    const text = readFileSync(join(root, 'prompts/expand.yml'), 'utf8');
    expect(() => parseExpandPrompts(text.replace('{asker}', ''))).toThrow(/must hold each of these once/u);
    expect(() => parseExpandPrompts(text.replace('  why:', '  whyever:'))).toThrow(/why/u);
  });
});
