import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseQuestionData, type QuestionData } from '../retrieval/question-data.js';
import { negativeLabel, questionLabel } from './label.js';
import { SeenQuestions } from './seen-questions.js';

const NAMES = { questions: 'questions.jsonl', negatives: 'negatives.jsonl' } as const;

/** The questions that lie beside a policy; a policy that is new has none. */
export function readCorpus(directory: string): Pick<QuestionData, 'questions' | 'negatives'> {
  const read = (name: string) => (existsSync(join(directory, name)) ? readFileSync(join(directory, name), 'utf8') : ''); // prettier-ignore
  return parseQuestionData({
    questions: read(NAMES.questions),
    negatives: read(NAMES.negatives),
    lexicon: '[]',
  });
}

/** All of them, to hold new ones against. */
export function seenInCorpus({ questions, negatives }: ReturnType<typeof readCorpus>): SeenQuestions<string> {
  const seen = new SeenQuestions<string>();
  for (const one of questions) seen.add(one.question, questionLabel(one));
  for (const one of negatives) seen.add(one.question, negativeLabel(one));
  return seen;
}

/** Adds lines to one of the two files: all of them or, when this is interrupted, none. */
export function addToCorpus(directory: string, name: keyof typeof NAMES, lines: readonly object[]): void {
  if (lines.length === 0) return;
  const path = join(directory, NAMES[name]);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const joint = before === '' || before.endsWith('\n') ? '' : '\n';
  const added = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  writeFileSync(`${path}.new`, `${before}${joint}${added}`);
  renameSync(`${path}.new`, path);
}
