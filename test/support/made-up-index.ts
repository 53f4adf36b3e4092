import type { IndexSource } from '../../src/retrieval/index-files.js';
import { publishedMadeUpPolicy, readPolicy } from './policies.js';

/** A source small enough to be indexed in a moment. */
export function madeUpSource(letter = 'a'): IndexSource {
  return {
    policy: readPolicy(publishedMadeUpPolicy()),
    data: {
      questions: [
        {
          clause: 3,
          sentence: 1,
          question: '摆摊一条街能有几个摊位',
          set: 'test',
          asks: 'count',
          covered: true,
        },
        {
          clause: 4,
          sentence: 1,
          question: '摆摊的灯什么时候修好',
          set: 'test',
          asks: 'when',
          covered: true,
        },
      ],
      negatives: [{ question: '你是谁', kind: 'about_bot', near: null }],
      lexicon: [],
    },
    hash: letter.repeat(64),
  };
}
