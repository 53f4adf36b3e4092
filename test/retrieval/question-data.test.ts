import { expect, test } from 'vitest';
import { parseQuestionData } from '../../src/retrieval/question-data.js';

const question = { clause: 3, sentence: 1, question: '摆摊要交钱吗', set: 'test' };
const negative = { question: '你是谁', kind: 'about_bot', near: null };
const word = { canonical: '夜间集市', aliases: ['夜市'], kind: 'term', in_plan: true };
const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');
const files = { questions: lines(question), negatives: lines(negative), lexicon: JSON.stringify([word]) };

test('reads the three files', () => {
  expect(parseQuestionData(files)).toEqual({ questions: [question], negatives: [negative], lexicon: [word] });
});

test('empty lines are read past, and an empty file has no questions', () => {
  const data = parseQuestionData({ ...files, questions: `\n${lines(question)}\n\n`, negatives: '' });
  expect(data).toMatchObject({ questions: [question], negatives: [] });
});

test('what is optional is kept where it is given', () => {
  const whole = { ...question, asks: 'whether', covered: true, also: [4] };
  expect(parseQuestionData({ ...files, questions: lines(whole) }).questions).toEqual([whole]);
});

test.each([
  ['questions.jsonl:2', { questions: `${lines(question)}\n{"clause":` }],
  ['negatives.jsonl:3', { negatives: `${lines(negative)}\n\nnonsense` }],
  ['lexicon.json', { lexicon: '[' }],
])('%s that is not JSON is named, with the remedy', (at, broken) => {
  const read = () => parseQuestionData({ ...files, ...broken });
  expect(read).toThrow(new Error(`${at}: not valid JSON. Restore the line from version control.`));
});

test.each([
  ['questions.jsonl:2', 'clause', { questions: lines(question, { ...question, clause: 0 }) }],
  ['questions.jsonl:1', 'sentence', { questions: lines({ ...question, sentence: -1 }) }],
  ['questions.jsonl:1', 'question', { questions: lines({ ...question, question: '' }) }],
  ['questions.jsonl:3', 'asks', { questions: lines(question, question, { ...question, asks: 'wish' }) }],
  ['questions.jsonl:1', 'also', { questions: lines({ ...question, also: ['4'] }) }],
  ['negatives.jsonl:1', 'kind', { negatives: lines({ ...negative, kind: 'rude' }) }],
  ['negatives.jsonl:2', 'near', { negatives: lines(negative, { ...negative, near: 0 }) }],
  ['lexicon.json', '[0].aliases', { lexicon: JSON.stringify([{ ...word, aliases: [''] }]) }],
])('%s with a wrong %s is named, with the field', (at, field, broken) => {
  const read = () => parseQuestionData({ ...files, ...broken });
  expect(read).toThrow(`${at}: `);
  expect(read).toThrow(`at ${field}`);
  expect(read).toThrow('corpus/README.md');
});
