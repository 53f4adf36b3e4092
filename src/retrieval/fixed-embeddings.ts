import { Embeddings } from '@langchain/core/embeddings';
import { foldToWords } from './fold.js';

// Single characters say little; runs of two and three are words.
const WEIGHTS = [0.4, 1, 1];

/**
 * Embeds text from its own n-grams alone, with no vocabulary fitted to a corpus: a text's vector never changes when others are added, so
 * only new text needs embedding.
 */
export class FixedNgramEmbeddings extends Embeddings {
  constructor(readonly dimensions: number) {
    super({});
  }

  /** Names the algorithm for manifests; change it whenever vectors would differ. */
  get id(): string {
    return `fixed-ngrams-1-3/${this.dimensions}`;
  }

  embed(text: string): number[] {
    const words = foldToWords(text);
    const vector = Array.from<number>({ length: this.dimensions }).fill(0);
    for (const [i, weight] of WEIGHTS.entries()) {
      const seen = new Set<string>();
      for (let at = 0; at + i < words.length; at += 1) {
        const gram = words.slice(at, at + i + 1);
        if (seen.has(gram)) continue;
        seen.add(gram);
        const hash = hashOf(gram);
        const place = (hash >>> 1) % this.dimensions;
        vector[place] = (vector[place] ?? 0) + (hash & 1 ? weight : -weight);
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

/** FNV-1a over UTF-16 units with MurmurHash3's finaliser, so that close texts spread. */
function hashOf(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
