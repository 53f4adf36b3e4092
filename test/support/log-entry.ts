import type { AnswerEntry, Owner } from '../../src/storage/store.js';

export function logEntry(id: string, owner: Owner, given: Partial<AnswerEntry> = {}): AnswerEntry {
  return {
    ...{
      id,
      owner,
      channel: 'api',
      conversationId: null,
      question: '公办学校就读比例是多少',
      text: '90%以上',
    },
    ...{ outcome: 'answered', reason: null, missing: [], clauses: [4], mode: 'extractive', ms: 3 },
    ...given,
  };
}
