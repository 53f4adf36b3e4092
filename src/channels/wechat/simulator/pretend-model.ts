import type { Answer } from '../../../answering/answer.js';
import type { Generate } from '../late-answers.js';
import { sleep } from '../waits.js';

/**
 * No model: what the plan says, again, after so many seconds, as a model's answer would come. It shows the timing and
 * the labels of the channel, and nothing about what a model would write.
 */
export function pretendModel(seconds: number): Generate {
  return async (_messages, offline) => {
    await sleep(seconds * 1000);
    if (!('citations' in offline)) return undefined;
    const [{ quote, clause }] = offline.citations;
    const statement = { kind: 'statement', text: `${quote}（模拟的解读，据第${clause}条）`, citations: offline.citations } as const; // prettier-ignore
    return { ...offline, segments: [statement] } satisfies Answer;
  };
}
