import { fold } from './fold.js';
import type { QuestionData } from './question-data.js';

/** What people call things, and how the plan's own text names them. Folded throughout. */
export class Lexicon {
  readonly #names = new Map<string, readonly string[]>();
  readonly #places = new Set<string>();
  readonly #outside = new Set<string>();
  /** The cities that the plan names, each by its own name. */
  readonly cities: readonly string[];

  /** @param planText the canonical text: only names that stand in it are ever given back */
  constructor(entries: QuestionData['lexicon'], planText: string) {
    const plan = fold(planText);
    this.cities = entries.filter(({ kind }) => kind === 'city').map(({ canonical }) => fold(canonical)).filter((name) => plan.includes(name)); // prettier-ignore
    for (const { canonical, aliases, kind, abbr = [], outside = false } of entries) {
      // 宁淮铁路 is about 淮安 too: a compound name that holds a city's short form and counts it among its members.
      const compounds = kind !== 'city' ? [] : entries.filter((one) => one.members?.includes(canonical) && abbr.some((short) => one.canonical.includes(short))).map((one) => one.canonical); // prettier-ignore
      if (kind !== 'term') {
        for (const word of [canonical, canonical.replace(/都市圈$/u, ''), ...aliases]) {
          this.#places.add(fold(word));
          if (outside) this.#outside.add(fold(word));
        }
      }
      const names = [canonical, ...compounds].map(fold).filter((name) => plan.includes(name));
      if (names.length === 0) continue;
      for (const word of [canonical, ...aliases]) this.#names.set(fold(word), names);
    }
  }

  /** The names in the plan of what a word means; empty when it is not a known word, or the plan does not name it. */
  namesOf(word: string): readonly string[] {
    return this.#names.get(word) ?? [];
  }

  /** The longest place name at a position, whether the plan names it or not. */
  placeAt(text: string, from: number): string | undefined {
    for (let size = Math.min(LONGEST, text.length - from); size >= 2; size -= 1) {
      const word = text.slice(from, from + size);
      if (this.#places.has(word)) return word;
    }
    return undefined;
  }

  /** Whether a question names places, and only such as lie in the province. */
  isLocal(text: string): boolean {
    let found = 0;
    for (let i = 0; i < text.length; i += 1) {
      const place = this.placeAt(text, i);
      if (place === undefined) continue;
      if (this.#outside.has(place)) return false;
      found += 1;
      i += place.length - 1;
    }
    return found > 0;
  }

  /** The longest known word at a position that the plan names. */
  wordAt(text: string, from: number): string | undefined {
    for (let size = Math.min(LONGEST, text.length - from); size >= 2; size -= 1) {
      const word = text.slice(from, from + size);
      if (this.#names.has(word)) return word;
    }
    return undefined;
  }
}

// The longest entries are names of initiatives of some fifteen characters.
const LONGEST = 16;
