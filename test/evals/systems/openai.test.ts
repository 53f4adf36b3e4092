import { describe, expect, test } from 'vitest';
import { attribution, numbersHold, squeeze } from '../../../evals/metrics/citations.js';
import { textOf } from '../../../evals/record.js';
import { openai } from '../../../evals/systems/openai.js';
import { readText } from '../../../evals/systems/read-text.js';
import type { Message } from '../../../src/conversation/message.js';
import { caseOf, policy, quote, TEXT_HASH } from '../made-up.js';
import { serve, type Answered } from './serve.js';

const MESSAGES: Message[] = [
  { role: 'user', content: '照明改造什么时候完成' },
  { role: 'assistant', content: '2032年6月底前' },
  { role: 'user', content: '那投诉率呢' },
];
const ONE = caseOf();
const completion = (content: unknown, more: object = {}, finish: unknown = 'stop'): Answered => ({
  json: {
    id: 'x',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: finish }],
    ...more,
  },
});

async function ask(answered: Answered, key?: string, path = '/v1') {
  const { base, asked } = await serve(() => answered);
  const system = openai(`${base}${path}`, 'made-up-model', key, policy, TEXT_HASH);
  const said = await system.ask(MESSAGES, ONE).catch((error: unknown) => error);
  return { base, asked, said, system };
}

const messageOf = (said: unknown) => {
  expect(said).toBeInstanceOf(Error);
  return (said as Error).message;
};

describe('an OpenAI-compatible endpoint', () => {
  test('is sent the model and the conversation, at temperature 0 and without a stream', async () => {
    const { asked, system } = await ask(completion('夜间投诉率控制在5%以下〔第4条〕。'));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/v1/chat/completions' });
    expect(asked[0]?.body).toEqual({
      model: 'made-up-model',
      messages: MESSAGES,
      temperature: 0,
      stream: false,
    });
    expect(system).toMatchObject({ name: 'openai', textHash: TEXT_HASH });
  });

  test('is sent the key as bearer, and none where there is none', async () => {
    const withKey = await ask(completion('好'), 'sk-made-up');
    expect(withKey.asked[0]?.headers.authorization).toBe('Bearer sk-made-up');
    const without = await ask(completion('好'));
    expect(without.asked[0]?.headers).not.toHaveProperty('authorization');
  });

  test('may have a base with a slash at its end', async () => {
    const { asked } = await ask(completion('好'), undefined, '/v1/');
    expect(asked[0]?.url).toBe('/v1/chat/completions');
  });

  test('that says what text cannot in a suwen field is taken at its word', async () => {
    const segments = [quote(4, '夜间投诉率控制在5%以下')];
    const { said } = await ask(
      completion('别的', { suwen: { outcome: 'partial', missing: ['金额'], segments } }),
    );
    expect(said).toMatchObject({
      outcome: 'partial',
      missing: ['金额'],
      segments,
      retrieved: [],
      confidence: null,
    });
  });

  test('that says nothing beside its text is judged by the marks in it', async () => {
    const { said } = await ask(completion('夜间投诉率控制在5%以下〔第4条〕。'));
    expect(said).toMatchObject({
      outcome: 'answered',
      missing: [],
      segments: [{ citations: [{ clause: 4 }] }],
    });
  });

  test.each([null, undefined])('need not say why it stopped: %s', async (finish) => {
    const { said } = await ask(completion('没有提到。', {}, finish));
    expect(said).toMatchObject({ outcome: 'refused' });
  });

  test.each(['length', 'content_filter', 'tool_calls'])('that stopped by %s gives an error, not half an answer', async (finish) => {
    const { base, said } = await ask(completion('夜间投诉率控制在5%以下〔第4条', {}, finish));
    expect(messageOf(said)).toBe(`${base}/v1/chat/completions: finish_reason is ${finish}, not stop`);
  }); // prettier-ignore

  test.each([500, 429, 401])('that answers %i gives an error with address and status', async (status) => {
    const { base, said } = await ask({ status, json: { error: { message: 'no' } } }, 'sk-made-up');
    expect(messageOf(said)).toBe(`${base}/v1/chat/completions answered ${status}`);
  });

  test.each<[string, Answered, string]>([
    ['no choice', { json: { choices: [] } }, 'choices'],
    ['an error in place of choices', { json: { error: 'overloaded' } }, 'choices'],
    ['no text', completion(null), 'choices[0].message.content'],
    ['a suwen field with an unknown outcome', completion('好', { suwen: { outcome: 'silence', segments: [] } }), 'suwen.outcome'],
    ['a suwen field without segments', completion('好', { suwen: { outcome: 'answered' } }), 'suwen.segments'],
  ])('that answers with %s gives an error with address and field, not a default score (MTRAG)', async (_, answered, field) => {
    const { base, said } = await ask(answered);
    const message = messageOf(said);
    expect(message.startsWith(`${base}/v1/chat/completions: `)).toBe(true);
    expect(message).toContain(field);
  }); // prettier-ignore

  test.each(['sk-made-up\n', 'sk made-up', '', 'sk-密'])('is not asked at all with a key that no header can hold: %j', async (key) => {
    const { base, asked } = await serve(() => completion('好'));
    const open = () => openai(`${base}/v1`, 'made-up-model', key, policy, TEXT_HASH);
    expect(open).toThrow(/^EVALS_API_KEY .* Set the key alone\.$/u);
    expect(open).not.toThrow(/sk.made/u);
    expect(asked).toEqual([]);
  }); // prettier-ignore

  test('never has its key in an error', async () => {
    const { said } = await ask({ status: 500, json: {} }, 'sk-made-up');
    expect(messageOf(said)).not.toContain('sk-made-up');
  });
});

const clausesOf = (content: string): [string, number[]][] =>
  readText(content, policy).segments.map(({ text, citations }) => [
    text,
    citations.map(({ clause }) => clause),
  ]);

describe('in plain text', () => {
  test.each([
    ['before the stop', '坚持便民、安全、有序〔第2条〕。投诉率控制在5%以下〔第4条〕。'],
    ['after the stop', '坚持便民、安全、有序。〔第2条〕投诉率控制在5%以下。〔第4条〕'],
    ['after the stop and a space', '坚持便民、安全、有序。 〔第2条〕 投诉率控制在5%以下。 〔第4条〕'],
    ['on either side', '坚持便民、安全、有序。〔第2条〕投诉率控制在5%以下〔第4条〕。'],
    ['in square brackets', '坚持便民、安全、有序[第2条]。投诉率控制在5%以下【4条】。'],
    ['in round brackets', '坚持便民、安全、有序(第2条)。投诉率控制在5%以下（第4条）。'],
    ['with spaces inside', '坚持便民、安全、有序〔 第 2 条 〕。投诉率控制在5%以下〔第 4 条〕。'],
  ])('a mark %s belongs to its sentence and leaves its text', (_, content) => {
    const found = clausesOf(content).map(([text, clauses]) => [squeeze(text), clauses]);
    expect(found).toEqual([
      ['坚持便民、安全、有序。', [2]],
      ['投诉率控制在5%以下。', [4]],
    ]);
  });

  test('several marks of one sentence all count', () => {
    expect(clausesOf('坚持便民,投诉率控制在5%以下。〔第2条〕〔第4条〕完。')).toEqual([
      ['坚持便民,投诉率控制在5%以下。', [2, 4]],
      ['完。', []],
    ]);
  });

  test('a sentence without a mark cites nothing and is no fact of the plan', () => {
    const { segments, outcome } = readText('您好。投诉率控制在5%以下〔第4条〕。', policy);
    expect(outcome).toBe('answered');
    expect(segments.map(({ kind }) => kind)).toEqual(['template', 'statement']);
  });

  test('a citation quotes the words when they stand in the clause, else the clause alone', () => {
    const text = policy.clauses[1]?.text ?? '';
    const words = '坚持便民、安全、有序。';
    const start = text.indexOf(words);
    expect(
      readText(`${words}〔第2条〕要便民〔第2条〕。`, policy).segments.map(({ citations }) => citations),
    ).toEqual([
      [{ clause: 2, quote: words, start, end: start + words.length }],
      [{ clause: 2, quote: '', start: null, end: null }],
    ]);
  });

  test('a clause that there is not is cited all the same, to be found invalid', () => {
    expect(readText('投诉率控制在5%以下〔第40条〕。', policy).segments[0]?.citations).toEqual([
      { clause: 40, quote: '', start: null, end: null },
    ]);
  });

  test('every line is read, not the first alone (ALCE)', () => {
    const reply = readText('坚持便民、安全、有序〔第2条〕。\n\n夜间投诉率控制在6%以下〔第4条〕。', policy);
    expect(reply.segments).toHaveLength(2);
    expect(textOf(reply)).toContain('6%');
    expect(attribution(reply, policy).recall).toBe(1 / 2);
    expect(numbersHold(reply, policy)).toBe(false);
  });

  test('a stop within quotes or brackets ends no sentence (ALCE)', () => {
    expect(clausesOf('实行“便民。安全。”的原则（含有序。）〔第2条〕。')).toEqual([
      ['实行“便民。安全。”的原则（含有序。）。', [2]],
    ]);
  });

  test('no mark and no claim is a refusal, however it is worded, and no partial answer is guessed (RGB)', () => {
    for (const text of ['规定里没有提到。', '文档信息不足。', '您好！请问您问的是哪一项？', '']) {
      expect(readText(text, policy)).toMatchObject({ outcome: 'refused', missing: [] });
    }
  });

  test.each(['依据《条例》第4条办理。', '共4条措施。', '〔2031〕7号文件。', '（共四项）条件如下。'])(
    '%s has no mark',
    (text) => {
      expect(readText(text, policy).segments.flatMap(({ citations }) => citations)).toEqual([]);
    },
  );

  test('a claim without a mark is an answer that cites nothing, and escapes no check', () => {
    const reply = readText('您好。投诉率控制在6%以下。', policy);
    expect(reply).toMatchObject({
      outcome: 'answered',
      segments: [{ kind: 'template' }, { kind: 'statement', citations: [] }],
    });
    expect(attribution(reply, policy).recall).toBe(0);
    expect(numbersHold(reply, policy)).toBe(false);
  });

  test.each([
    ['of Chinese numerals', '投诉率控制在5%以下〔第四条〕。', [4]],
    ['of several clauses', '投诉率控制在5%以下〔第2、4条〕。', [2, 4]],
    ['of several clauses, each in full', '投诉率控制在5%以下（第2条、第4条）。', [2, 4]],
    ['of a range', '投诉率控制在5%以下〔第2至4条〕。', [2, 3, 4]],
    ['after a space', '投诉率控制在5%以下 〔第4条〕。', [4]],
    ['on its own line', '投诉率控制在5%以下。\n〔第4条〕', [4]],
    ['on its own line after an empty one', '投诉率控制在5%以下。\n\n  〔第4条〕\n', [4]],
    ['separated by a comma', '投诉率控制在5%以下。〔第2条〕、〔第4条〕', [2, 4]],
  ])('a mark %s is read, and leaves the words as they are', (_, content, clauses) => {
    expect(clausesOf(content)).toEqual([['投诉率控制在5%以下。', clauses]]);
  });

  test.each(['依据：\n〔第4条〕', '依据：〔第4条〕', '出处:〔第4条〕。', '**依据条款：**〔第4条〕'])(
    'sources at the end, %j, stand for the sentences before',
    (sources) => {
      const { segments } = readText(`您好。投诉率控制在5%以下。\n${sources}`, policy);
      expect(segments.map(({ kind, citations }) => [kind, citations.map(({ clause }) => clause)])).toEqual([
        ['template', []],
        ['statement', [4]],
        ['template', []],
      ]);
    },
  );

  test('sources do not reach back beyond a sentence with a mark of its own', () => {
    const found = clausesOf('坚持便民。夜市免费。〔第2条〕投诉率控制在5%以下。\n依据：〔第4条〕');
    expect(found.map(([, clauses]) => clauses)).toEqual([[], [2], [4], []]);
  });

  test.each([
    ['“坚持便民。”〔第2条〕投诉率控制在5%以下。〔第4条〕', ['“坚持便民。”', '投诉率控制在5%以下。']],
    ['「坚持便民。」〔第2条〕投诉率控制在5%以下。〔第4条〕', ['「坚持便民。」', '投诉率控制在5%以下。']],
  ])('a mark after closing quotes belongs to the sentence they end: %s', (content, words) => {
    expect(clausesOf(content)).toEqual([
      [words[0], [2]],
      [words[1], [4]],
    ]);
  });

  test('a mark at the start of a line belongs to that line', () => {
    expect(clausesOf('坚持便民〔第2条〕。\n〔第4条〕投诉率控制在5%以下。')).toEqual([
      ['坚持便民。', [2]],
      ['投诉率控制在5%以下。', [4]],
    ]);
  });
});
