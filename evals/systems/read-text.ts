import { clauseOf, type Policy } from '../../src/domain/policy.js';
import { sentenceSpans } from '../../src/domain/sentences.js';
import { NO_REPLY, type Reply, type Segment } from '../record.js';
import { markClauses, type Marked } from './citation-marks.js';
import { isClaim } from './is-claim.js';

// A line of its own with nothing but marks after it: 依据：〔第3条〕
const SOURCES = /^[^\p{L}]*(?:依据|来源|出处|参考|引用)\p{L}{0,4}[：:]?\**[。.]?$/u;
const MARKS = /[\uE000-\uF8FF]/gu;

type Sentence = { readonly words: string; readonly clauses: readonly number[]; readonly isClaim: boolean };

/**
 * Takes plain text apart into sentences with the clauses each names. A sentence without a mark is a statement that cites nothing, and so
 * unsupported, unless it plainly claims nothing (isClaim). 依据：〔第3条〕 by itself stands for the sentences before it, back to the last
 * one with a mark. Any statement makes the text "answered", none "refused"; "partial" and "clarify" cannot be told from text, so such
 * cases count as wrong rather than being guessed.
 */
export function readText(content: string, policy: Policy): Reply {
  const segments = placed(sentencesOf(markClauses(content))).map((one) => segmentOf(one, policy));
  const isAnswer = segments.some(({ kind }) => kind === 'statement');
  return { ...NO_REPLY, outcome: isAnswer ? 'answered' : 'refused', segments };
}

function sentencesOf({ text, clausesAt }: Marked): Sentence[] {
  return sentenceSpans(text).flatMap(({ start, end }) => {
    const sentence = text.slice(start, end);
    const clauses = [...new Set((sentence.match(MARKS) ?? []).flatMap(clausesAt))];
    const words = sentence.replace(MARKS, '').trim();
    return words === '' && clauses.length === 0
      ? []
      : [{ words, clauses, isClaim: clauses.length > 0 || isClaim(words) }];
  });
}

/** Gives the clauses of a line of sources to the sentences they stand for. */
function placed(sentences: readonly Sentence[]): Sentence[] {
  const done: Sentence[] = [];
  for (const one of sentences) {
    const isSources = one.clauses.length > 0 && (one.words === '' || SOURCES.test(one.words));
    if (!isSources) done.push(one);
    else {
      const open = done.length - done.findLastIndex(({ clauses }) => clauses.length > 0) - 1;
      for (const claim of done.splice(done.length - open)) {
        done.push(claim.isClaim ? { ...claim, clauses: one.clauses } : claim);
      }
      done.push({ ...one, clauses: [], isClaim: false });
    }
  }
  return done;
}

function segmentOf({ words, clauses, isClaim: isStatement }: Sentence, policy: Policy): Segment {
  return {
    kind: isStatement ? 'statement' : 'template',
    text: words,
    // What plain text quotes is not marked; the citation says the clause and, when it stands there word for word, the words.
    citations: clauses.map((clause) => {
      const start = clauseOf(policy, clause)?.text.indexOf(words) ?? -1;
      return { clause, quote: start < 0 ? '' : words, start: start < 0 ? null : start, end: start < 0 ? null : start + words.length }; // prettier-ignore
    }),
  };
}
