import { Document } from '@langchain/core/documents';
import type { Policy } from '../domain/policy.js';
import { HashedNgramEmbeddings } from './hashed-embeddings.js';
import { HnswVectorStore } from './hnsw-vector-store.js';
import type { Kind } from './kinds.js';
import type { QuestionData } from './question-data.js';
import { clausesOf, kindOf, trainModels, type Models, type NeighboursOf } from './train-models.js';
import { Vocabulary } from './vocabulary.js';

/** Dimensions of the offline embeddings: enough that unrelated n-grams sharing a place do not disturb the neighbours. */
export const DIMENSIONS = 512;

/** A question of the corpus as the vector store holds it. */
export type QuestionMetadata = { readonly clauses: readonly number[]; readonly kind: Kind | null };

/** The learned part of the index: everything here can be rebuilt from the corpus alone. */
export type PolicyIndex = {
  readonly vocabulary: Vocabulary;
  readonly embeddings: HashedNgramEmbeddings;
  readonly store: HnswVectorStore;
  readonly models: Models;
};

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
  const neighboursOf: NeighboursOf = (question) =>
    neighbours(store, embeddings.embed(question), VOTERS + 1)
      .filter(([, , text]) => text !== question)
      .map(([{ kind }, similarity]) => [kind, similarity] as const);
  return { vocabulary, embeddings, store, models: trainModels(policy, data, vocabulary, neighboursOf) };
}

/** How many of the nearest questions have a vote. */
export const VOTERS = 10;

/** The nearest questions of the corpus to a vector: what is known of them, similarity, text. */
export function neighbours(
  store: HnswVectorStore,
  vector: number[],
  k: number,
): (readonly [QuestionMetadata, number, string])[] {
  return store.nearest(vector, k).map(([document, score]) => [document.metadata as QuestionMetadata, score, document.pageContent] as const); // prettier-ignore
}

/** The vector store's documents in label order. */
export function questionDocuments(data: QuestionData): Document<QuestionMetadata>[] {
  // Twenty thousand questions are about a few hundred combinations of clauses and kinds: each is held once.
  const known = new Map<string, QuestionMetadata>();
  const document = (pageContent: string, clauses: readonly number[], kind: Kind | null) => {
    const key = `${clauses.join()} ${kind}`;
    const metadata = known.get(key) ?? { clauses, kind };
    known.set(key, metadata);
    return new Document<QuestionMetadata>({ pageContent, metadata });
  };
  return [
    ...data.questions.map((one) => document(one.question, clausesOf(one), kindOf(one))),
    ...data.negatives.map(({ question, kind, near }) => document(question, near === null ? [] : [near], kind)), // prettier-ignore
  ];
}
