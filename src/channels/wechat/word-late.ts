import { withoutLabel } from '../../answering/generate/lay-out.js';
import type { Assistant } from '../../assistant.js';
import type { Generator } from '../../generator.js';
import type { Store } from '../../storage/store.js';
import { serializeAnswer } from '../api/serialize-answer.js';
import { withoutPersonalData } from '../mask-questions.js';
import { recordAnswer } from '../record-answer.js';
import type { Generate } from './late-answers.js';
import { CONVERSATION } from './talk.js';

/** A model's answers for WeChat: recorded like others, and without the label that stands on each message here. */
export function wordLate(generator: Generator, assistant: Assistant, store: Store): Generate {
  return async (messages, offline, by) => {
    const begun = performance.now();
    const typed = withoutPersonalData(messages).at(-1)?.content ?? '';
    const question = offline.interpretedAs ?? typed;
    const { answer, ...made } = await generator.generate({ offline, question, client: by.owner.current });
    if (made.mode !== 'generated') return undefined;
    const serialized = serializeAnswer(answer, assistant, CONVERSATION, made);
    recordAnswer(store, serialized, { ...by, question: typed, requestId: '', ms: performance.now() - begun });
    return withoutLabel(answer);
  };
}
