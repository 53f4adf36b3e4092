import type { Place } from '../conversation/refer-back.js';
import { clauseOf, type Policy } from '../domain/policy.js';
import type { Answer } from './answer.js';

/** Where an answer's words stand, in its order; none when it quotes nothing. */
export function placesOf(answer: Answer, policy: Policy): readonly Place[] {
  if (!('citations' in answer)) return [];
  return answer.citations.flatMap(({ clause, start }) => {
    const sentence = clauseOf(policy, clause)?.sentences.find((one) => one.start <= start && start < one.end);
    return clause === 0 ? [] : [{ clause, sentence: sentence?.index ?? 0 }];
  });
}
