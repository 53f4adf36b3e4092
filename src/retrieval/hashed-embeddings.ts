import { Embeddings } from '@langchain/core/embeddings';
import type { Vocabulary } from './vocabulary.js';

/** Embeds text offline: each known n-gram's weight is added, with a sign, to two hashed places of a unit vector. */
export class HashedNgramEmbeddings extends Embeddings {
  constructor(
    readonly vocabulary: Vocabulary,
    readonly dimensions: number,
  ) {
    super({});
  }

  /** Names the algorithm for the index manifest; change it whenever vectors would differ. */
  get id(): string {
    return `hashed-ngrams-1-3/${this.dimensions}`;
  }

  embed(text: string): number[] {
    const { ids, weights } = this.vocabulary.vector(text);
    const vector = Array.from<number>({ length: this.dimensions }).fill(0);
    for (let i = 0; i < ids.length; i += 1) {
      for (const salt of [0x9e3779b1, 0x85ebca77]) {
        const hash = mix((ids[i] ?? 0) ^ salt);
        const place = (hash >>> 1) % this.dimensions;
        vector[place] = (vector[place] ?? 0) + (hash & 1 ? 1 : -1) * (weights[i] ?? 0);
      }
    }
    const norm = Math.hypot(...vector);
    return norm === 0 ? vector : vector.map((value) => value / norm);
  }

  override async embedQuery(text: string): Promise<number[]> {
    return this.embed(text);
  }

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    return texts.map((text) => this.embed(text));
  }
}

/** The finaliser of MurmurHash3: spreads consecutive ids evenly. */
function mix(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
