import { Document } from '@langchain/core/documents';
import type { Policy } from '../domain/policy.js';
import { HashedNgramEmbeddings } from './hashed-embeddings.js';
import { HnswVectorStore } from './hnsw-vector-store.js';
import { LinearClassifier, type Example } from './linear-classifier.js';
import { ASKS, NEGATIVE_KINDS, type HypotheticalQuestion, type QuestionData } from './question-data.js';
import { Vocabulary } from './vocabulary.js';

/** Dimensions of the offline embeddings: enough that unrelated n-grams sharing a place do not disturb the neighbours. */
export const DIMENSIONS = 512;

/** What a question can turn out to be: answered by the text, touching it without the detail asked, or a negative kind. */
export const KINDS = ['covered', 'uncovered', ...NEGATIVE_KINDS] as const;
export type Kind = (typeof KINDS)[number];

/** A question of the corpus as the vector store holds it. */
export type QuestionMetadata = { readonly clauses: readonly number[]; readonly kind: Kind | null };

/** The learned part of the index: everything here can be rebuilt from the corpus alone. */
export type PolicyIndex = {
  readonly vocabulary: Vocabulary;
  readonly embeddings: HashedNgramEmbeddings;
  readonly store: HnswVectorStore;
  readonly models: Models;
};

/** clause: column n is clause n+1. sentence: columns as `sentenceLabels`. kind and asks: columns as KINDS and ASKS. */
export type Models = Readonly<Record<(typeof MODEL_NAMES)[number], LinearClassifier>>;
export const MODEL_NAMES = ['clause', 'sentence', 'kind', 'asks'] as const;

/** Builds the index from the corpus: about four seconds for ten thousand questions. Deterministic. */
export async function buildIndex(policy: Policy, data: QuestionData): Promise<PolicyIndex> {
  const vocabulary = Vocabulary.fit([
    ...data.questions.map(({ question }) => question),
    ...data.negatives.map(({ question }) => question),
    ...policy.clauses.flatMap(({ sentences }) => sentences.map(({ text }) => text)),
  ]);
  const embeddings = new HashedNgramEmbeddings(vocabulary, DIMENSIONS);
  const store = new HnswVectorStore(embeddings, DIMENSIONS);
  await store.addDocuments(questionDocuments(data));
  return { vocabulary, embeddings, store, models: trainModels(policy, data, vocabulary) };
}

/** The vector store's documents in label order. */
export function questionDocuments(data: QuestionData): Document<QuestionMetadata>[] {
  return [
    ...data.questions.map(
      (one) =>
        new Document<QuestionMetadata>({
          pageContent: one.question,
          metadata: { clauses: clausesOf(one), kind: kindOf(one) },
        }),
    ),
    ...data.negatives.map(
      ({ question, kind, near }) =>
        new Document<QuestionMetadata>({
          pageContent: question,
          metadata: { clauses: near === null ? [] : [near], kind },
        }),
    ),
  ];
}

/** The columns of the sentence model: clause number and sentence index of every body sentence. */
export function sentenceLabels(policy: Policy): { readonly clause: number; readonly index: number }[] {
  return policy.clauses.flatMap(({ number, sentences }) =>
    sentences.filter(({ index }) => index > 0).map(({ index }) => ({ clause: number, index })),
  );
}

/** How many classes each model has for this policy. */
export function modelClasses(policy: Policy): Readonly<Record<(typeof MODEL_NAMES)[number], number>> {
  return {
    clause: policy.clauses.length,
    sentence: sentenceLabels(policy).length,
    kind: KINDS.length,
    asks: ASKS.length,
  };
}

function trainModels(policy: Policy, data: QuestionData, vocabulary: Vocabulary): Models {
  const classes = modelClasses(policy);
  const column = new Map(sentenceLabels(policy).map(({ clause, index }, i) => [`${clause}.${index}`, i]));
  const examples: Record<(typeof MODEL_NAMES)[number], Example[]> = {
    clause: [],
    sentence: [],
    kind: [],
    asks: [],
  };
  for (const one of data.questions) {
    const vector = vocabulary.vector(one.question);
    const sentence = column.get(`${one.clause}.${one.sentence}`);
    const kind = kindOf(one);
    examples.clause.push({ vector, labels: clausesOf(one).map((number) => number - 1) });
    if (sentence !== undefined) examples.sentence.push({ vector, labels: [sentence] });
    if (kind !== null) examples.kind.push({ vector, labels: [KINDS.indexOf(kind)] });
    if (one.asks !== undefined) examples.asks.push({ vector, labels: [ASKS.indexOf(one.asks)] });
  }
  for (const { question, kind } of data.negatives) {
    examples.kind.push({ vector: vocabulary.vector(question), labels: [KINDS.indexOf(kind)] });
  }
  for (const { number, sentences } of policy.clauses) {
    for (const { index, text } of sentences) {
      const vector = vocabulary.vector(text);
      const sentence = column.get(`${number}.${index}`);
      examples.clause.push({ vector, labels: [number - 1] });
      if (sentence !== undefined) examples.sentence.push({ vector, labels: [sentence] });
    }
  }
  const train = (name: (typeof MODEL_NAMES)[number]) =>
    LinearClassifier.train(examples[name], vocabulary.size, classes[name]);
  return { clause: train('clause'), sentence: train('sentence'), kind: train('kind'), asks: train('asks') };
}

function clausesOf({ clause, also }: HypotheticalQuestion): number[] {
  return [...new Set([clause, ...(Array.isArray(also) ? also : also === undefined ? [] : [also])])];
}

function kindOf({ covered }: HypotheticalQuestion): Kind | null {
  if (covered === undefined) return null;
  return covered ? 'covered' : 'uncovered';
}
