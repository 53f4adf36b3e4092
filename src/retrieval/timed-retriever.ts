import type { Policy } from '../domain/policy.js';
import type { PolicyIndex } from './policy-index.js';
import type { QuestionData } from './question-data.js';
import { Retriever, type Context, type Reading } from './retriever.js';
import { rankedAlso, rewordingsNow } from './rewordings.js';

/** A retriever that also reads the question's rewordings, where there are some, and tells how long each reading took, in seconds. */
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
    const others = rewordingsNow().map((text) => super.read(text));
    const reading = rankedAlso(super.read(question, context), others);
    this.observe((performance.now() - begun) / 1000);
    return reading;
  }
}
