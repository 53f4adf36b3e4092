import { beforeAll, describe, expect, test } from 'vitest';
import { openAssistant } from '../../../evals/context.js';
import { isValid } from '../../../evals/metrics/citations.js';
import { answerHash, runRecord, textOf } from '../../../evals/record.js';
import { offline } from '../../../evals/systems/offline.js';
import type { Assistant } from '../../../src/assistant.js';
import { answerText } from '../../../src/answering/answer.js';
import type { Message } from '../../../src/conversation/message.js';
import { caseOf, recordOf } from '../made-up.js';

// Where the index is not there yet it is built, which a busy machine takes minutes for.
const BUILD_MS = 400_000;
let assistant: Assistant;
beforeAll(async () => {
  assistant = await openAssistant();
}, BUILD_MS);

const user = (content: string): Message => ({ role: 'user', content });
const ask = (...messages: Message[]) => offline(assistant).ask(messages, caseOf());

describe('the assistant in this process', () => {
  test('is known by the plan it answers from', () => {
    expect(offline(assistant)).toMatchObject({ name: 'offline', textHash: assistant.textHash });
  });

  test.each([
    ['公办学校就读比例是多少', 'answered'],
    ['保障房一平米多少钱', 'partial'],
    ['帮我写首诗', 'refused'],
  ])('to %s says what it says to a reader: %s', async (question, outcome) => {
    const [reply, answer] = [await ask(user(question)), await assistant.ask([user(question)])];
    expect(reply.outcome).toBe(outcome);
    expect(textOf(reply)).toBe(answerText(answer));
    expect(reply.segments).toEqual(answer.segments);
    expect(reply.confidence).toBe(answer.confidence);
    expect(reply.missing.length > 0).toBe(outcome === 'partial');
    const cited = reply.segments.flatMap(({ citations }) => citations);
    expect(cited.filter((one) => !isValid(one, assistant.policy))).toEqual([]);
  });

  test('leans a follow-up on what was said before, and is searched for the question it made of it', async () => {
    const talk = [
      user('异地就医直接结算率要到多少'),
      { role: 'assistant' as const, content: '85%以上' },
      user('那低保呢'),
    ];
    const reply = await ask(...talk);
    expect(reply.interpretedAs).not.toBe(null);
    const found = assistant.search(reply.interpretedAs ?? '', 24).map(({ clause }) => clause);
    expect(reply.retrieved.map(({ clause }) => clause)).toEqual(found);
  });

  test('ranks every clause once at most, best first, each with one span', async () => {
    const { retrieved } = await ask(user('燃气管道什么时候改造完'));
    const [numbers, scores] = [retrieved.map(({ clause }) => clause), retrieved.map(({ score }) => score)];
    expect(numbers[0]).toBe(16);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(retrieved.every(({ spans }) => spans.length <= 1)).toBe(true);
  });

  test.each(['公办学校就读比例是多少', '', '帮我写首诗'])(
    'to “%s” says the same again, in a shape that can be stored',
    async (question) => {
      const reply = await ask(user(question));
      expect(answerHash(await ask(user(question)))).toBe(answerHash(reply));
      const record = recordOf(caseOf({ question }), reply);
      expect(runRecord.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
    },
  );
});
