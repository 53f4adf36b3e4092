import type { Policy } from '../domain/policy.js';
import type { PolicyIndex } from './policy-index.js';
import type { QuestionData } from './question-data.js';
import { Retriever, type Context, type Reading } from './retriever.js';

/** A retriever that tells how long each reading took, in seconds. */
export class TimedRetriever extends Retriever {
  constructor(
    policy: Policy,
    index: PolicyIndex,
    data: QuestionData,
    private readonly observe: (seconds: number) => void,
  ) {
    super(policy, index, data);
  }

  override read(question: string, context?: Context): Reading {
    const begun = performance.now();
    const reading = super.read(question, context);
    this.observe((performance.now() - begun) / 1000);
    return reading;
  }
}
