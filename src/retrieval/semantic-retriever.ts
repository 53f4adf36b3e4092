import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { LRUCache } from 'lru-cache';
import type { Policy } from '../domain/policy.js';
import type { PolicyIndex } from './policy-index.js';
import type { QuestionData } from './question-data.js';
import type { Context, Reading } from './retriever.js';
import { TimedRetriever } from './timed-retriever.js';

/** An embedding model, and whether the vectors it gave before still hold. */
export type SemanticModel = EmbeddingsInterface & { readonly generation: unknown };

// Beside signals that sum to 2.8: enough to decide between clauses that words leave close together, too little to overrule words that
// agree. Not fitted: no model was at hand to fit it with.
const WEIGHT = 0.6;
const PREVIOUS_TURN_WEIGHT = 0.6;
// The turns of a conversation that a question may lean on.
const MOST_TURNS = 3;
const KEPT_QUESTIONS = 1000;
// An endpoint that failed to embed the plan is asked again after this.
const RETRY_MS = 60_000;
// A start is not held up by a model that only adds something.
const START_MS = 10_000;

export type SemanticOptions = {
  readonly model: SemanticModel;
  /** Told how long each reading took, in seconds. */
  readonly observe?: (seconds: number) => void;
  readonly now?: (() => number) | undefined;
};

type Sentences = { readonly generation: unknown; readonly clauses: readonly (readonly number[][])[] };

/**
 * A retriever that also asks an embedding model what a question means. Reading stays immediate: the vectors of the coming question
 * are fetched beforehand by `prepare`, and a question that was not prepared, or not in time, is read offline.
 */
export class SemanticRetriever extends TimedRetriever {
  readonly #scores = new LRUCache<string, Float64Array>({ max: KEPT_QUESTIONS });
  #sentences: Sentences | undefined;
  #opening: Promise<void> | undefined;
  #failedAt: number | undefined;
  #isReady = false;

  readonly model: SemanticModel;
  readonly now: () => number;

  constructor(policy: Policy, index: PolicyIndex, data: QuestionData, options: SemanticOptions) {
    const { model, observe = () => undefined, now = () => performance.now() } = options;
    super(policy, index, data, observe);
    this.model = model;
    this.now = now;
  }

  /** Whether the plan is embedded, and the last question could be. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Embeds the plan, if the model lets us. Waits a while; what takes longer goes on beside. */
  async open(): Promise<void> {
    const enough = new AbortController();
    const opened = this.#openAgain().then(
      () => void (this.#isReady = true),
      () => undefined,
    );
    await Promise.race([opened, sleep(START_MS, undefined, { signal: enough.signal, ref: false })]);
    enough.abort();
  }

  /** Fetches what the next reading needs. Never fails: without the model the reading is the offline one. */
  async prepare(turns: readonly string[]): Promise<void> {
    try {
      // Nobody waits for the whole plan to be embedded; the next questions will have it.
      if (!this.#isOpen()) return this.#beside();
      await Promise.all(turns.slice(-MOST_TURNS).map((text) => this.semanticScores(text)));
      this.#isReady = true;
    } catch {
      this.#isReady = false;
    }
  }

  /** How near each clause is to a question, position n is clause n+1: 1 for the nearest, 0 for the average and below. */
  async semanticScores(text: string): Promise<Float64Array> {
    const known = this.#scores.get(text);
    if (known) return known;
    const vector = await this.model.embedQuery(text);
    const scores = spread(this.#sentences?.clauses.map((sentences) => Math.max(...sentences.map((sentence) => dot(sentence, vector)))) ?? []); // prettier-ignore
    this.#scores.set(text, scores);
    return scores;
  }

  override read(question: string, context?: Context): Reading {
    const reading = super.read(question, context);
    const own = this.#scores.get(question);
    const before = context && this.#scores.get(context.question);
    if (own === undefined) return reading;
    const fused = reading.results.map((result) => {
      const semantic =
        (own[result.clause - 1] ?? 0) + PREVIOUS_TURN_WEIGHT * (before?.[result.clause - 1] ?? 0);
      return { ...result, score: result.score + WEIGHT * semantic };
    });
    return { ...reading, results: fused.toSorted((a, b) => b.score - a.score || a.clause - b.clause) };
  }

  #isOpen(): boolean {
    return this.#sentences !== undefined && this.#sentences.generation === this.model.generation;
  }

  /** Opens without anybody waiting, and not again right after a failure. */
  #beside(): void {
    this.#isReady = false;
    if (this.#failedAt !== undefined && this.now() - this.#failedAt < RETRY_MS) return;
    this.#openAgain().catch(() => undefined);
  }

  /** Embeds the plan’s sentences, each under its clause’s title; once for all who ask meanwhile. */
  #openAgain(): Promise<void> {
    this.#opening ??= this.#embedPolicy().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #embedPolicy(): Promise<void> {
    try {
      const clauses = this.policy.clauses.map(({ title, sentences }) => sentences.map(({ text }) => (text === title ? title : `${title}：${text}`))); // prettier-ignore
      const vectors = await this.model.embedDocuments(clauses.flat());
      let at = 0;
      const own = clauses.map(({ length }) => vectors.slice(at, (at += length)));
      this.#sentences = { generation: this.model.generation, clauses: own };
      this.#scores.clear();
      this.#failedAt = undefined;
    } catch (error) {
      this.#failedAt = this.now();
      throw error;
    }
  }
}

/** Models differ in how near anything is to anything; what counts is how far a clause stands out. */
function spread(similarities: readonly number[]): Float64Array {
  const mean = similarities.reduce((sum, value) => sum + value, 0) / similarities.length;
  const above = Float64Array.from(similarities, (value) => Math.max(0, value - mean));
  const top = Math.max(...above);
  return top > 0 ? above.map((value) => value / top) : above;
}

function dot(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) throw new RangeError(`vectors of ${a.length} and ${b.length} dimensions`);
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
