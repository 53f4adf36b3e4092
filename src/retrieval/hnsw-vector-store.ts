import { Document, type DocumentInterface } from '@langchain/core/documents';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { VectorStore } from '@langchain/core/vectorstores';
import hnswlib from 'hnswlib-node';

const { HierarchicalNSW } = hnswlib;

// Ten links a node and these widths find nearly all of the true ten nearest of twenty thousand questions; wider ones cost
// half as much time again to build and win nothing on the dev cases.
const LINKS = 10;
const BUILD_WIDTH = 60;
const SEARCH_WIDTH = 60;
const SEED = 100;
// Up to so many vectors the width above finds nearly all of the true nearest; beyond, it has to grow with the root of their number.
const WIDEN_FROM = 2000;

/**
 * How many candidates a search among so many vectors must keep to find 95 in 100 of the true ten nearest:
 * npm run bench -- vectors measures it. The plan's own store stays at the width its answers were fitted with.
 */
export function widthFor(size: number): number {
  return Math.round(SEARCH_WIDTH * Math.sqrt(Math.max(1, size / WIDEN_FROM)));
}

/** A LangChain vector store over hnswlib, for unit vectors; the score is the inner product, 1 for the same text. */
export class HnswVectorStore extends VectorStore {
  declare FilterType: (document: DocumentInterface) => boolean;
  readonly #graph: InstanceType<typeof HierarchicalNSW>;
  readonly #documents: DocumentInterface[];

  constructor(
    embeddings: EmbeddingsInterface,
    dimensions: number,
    file?: { path: string; documents: DocumentInterface[] },
  ) {
    super(embeddings, {});
    this.#graph = new HierarchicalNSW('ip', dimensions);
    this.#documents = file?.documents ?? [];
    if (file) this.#graph.readIndexSync(file.path);
    else this.#graph.initIndex({ maxElements: 1, m: LINKS, efConstruction: BUILD_WIDTH, randomSeed: SEED });
    this.#graph.setEf(SEARCH_WIDTH);
  }

  /** How many vectors the graph holds. */
  get size(): number {
    return this.#graph.getCurrentCount();
  }

  override _vectorstoreType(): string {
    return 'hnswlib';
  }

  override async addDocuments(documents: DocumentInterface[]): Promise<void> {
    const vectors = await this.embeddings.embedDocuments(documents.map((document) => document.pageContent));
    await this.addVectors(vectors, documents);
  }

  override async addVectors(vectors: number[][], documents: DocumentInterface[]): Promise<void> {
    const size = this.#documents.length + vectors.length;
    if (size > this.#graph.getMaxElements()) this.#graph.resizeIndex(size);
    for (const [i, vector] of vectors.entries()) {
      const document = documents[i];
      if (document === undefined) throw new RangeError(`vector ${i} has no document`);
      this.#graph.addPoint(vector, this.#documents.length);
      this.#documents.push(document);
    }
  }

  override async similaritySearchVectorWithScore(
    query: number[],
    k: number,
    filter?: this['FilterType'],
  ): Promise<[Document, number][]> {
    return this.nearest(query, k, filter).map(([document, score]) => [new Document(document), score]);
  }

  /** The same search without a promise: the native call is synchronous and takes well under a millisecond. */
  nearest(query: number[], k: number, filter?: this['FilterType']): [DocumentInterface, number][] {
    if (this.#documents.length === 0 || query.every((value) => value === 0)) return [];
    const accepts = filter
      ? (label: number) => filter(this.#documents[label] ?? { pageContent: '', metadata: {} })
      : undefined;
    const { neighbors, distances } = this.#graph.searchKnn(
      query,
      Math.min(k, this.#documents.length),
      accepts,
    );
    return neighbors.flatMap((label, i): [DocumentInterface, number][] => {
      const document = this.#documents[label];
      return document ? [[document, 1 - (distances[i] ?? 1)]] : [];
    });
  }

  /** How many candidates a search keeps: more find more of the true nearest, and take longer. Not saved with the graph. */
  set searchWidth(width: number) {
    this.#graph.setEf(width);
  }

  /** Writes the graph; the documents come from the corpus, which the manifest's hash stands for. */
  save(path: string): void {
    this.#graph.writeIndexSync(path);
  }
}
