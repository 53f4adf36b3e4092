const UNITS = 3;
const SMALLEST = 16;

/**
 * Numbers n-grams of one to three UTF-16 units, in the order in which they were added: a hash table in typed arrays. A map of
 * strings takes six times the memory, and makes a string of every n-gram that is looked up.
 */
export class GramTable {
  /** Three a gram; what a shorter one lacks is zero. */
  #units: Uint16Array;
  /** The number of a gram and one; zero where there is none. At most half are taken. */
  #slots: Uint32Array;
  #size = 0;

  constructor(expected = SMALLEST) {
    let slots = SMALLEST;
    while (slots < 2 * expected) slots *= 2;
    this.#slots = new Uint32Array(slots);
    this.#units = new Uint16Array((UNITS * slots) / 2);
  }

  /** The table of grams that {@link units} gave. */
  static from(units: Uint16Array): GramTable {
    const table = new GramTable(units.length / UNITS);
    for (let i = 0; i < units.length; i += UNITS)
      table.#add(units[i] as number, units[i + 1] as number, units[i + 2] as number);
    return table;
  }

  get size(): number {
    return this.#size;
  }

  /** All grams, three units each, by number. */
  get units(): Uint16Array {
    return this.#units.subarray(0, UNITS * this.#size);
  }

  /** The number of the gram of a text that has `length` units and begins at `from`; -1 when it was never added. */
  idOf(text: string, from = 0, length = text.length): number {
    if (length > UNITS) return -1;
    const b = length > 1 ? text.charCodeAt(from + 1) : 0;
    const c = length > 2 ? text.charCodeAt(from + 2) : 0;
    return (this.#slots[this.#slotOf(text.charCodeAt(from), b, c)] as number) - 1;
  }

  /** The number of a gram, which is added unless it is known. @throws RangeError unless it has one to three units */
  add(gram: string): number {
    if (gram.length === 0 || gram.length > UNITS)
      throw new RangeError(`"${gram}" has ${gram.length} UTF-16 units; a gram has one to ${UNITS}`);
    return this.#add(
      gram.charCodeAt(0),
      gram.length > 1 ? gram.charCodeAt(1) : 0,
      gram.length > 2 ? gram.charCodeAt(2) : 0,
    );
  }

  /** Every gram as text, by number. */
  *[Symbol.iterator](): Generator<string> {
    for (let id = 0; id < this.#size; id += 1) {
      const units = this.#units.subarray(UNITS * id, UNITS * (id + 1));
      yield String.fromCharCode(...units.filter((unit) => unit !== 0));
    }
  }

  #add(a: number, b: number, c: number): number {
    const slot = this.#slotOf(a, b, c);
    const known = this.#slots[slot] as number;
    if (known !== 0) return known - 1;
    const id = this.#size;
    this.#units.set([a, b, c], UNITS * id);
    this.#slots[slot] = id + 1;
    this.#size += 1;
    if (2 * this.#size >= this.#slots.length) this.#grow();
    return id;
  }

  /** Where a gram stands, or would stand. */
  #slotOf(a: number, b: number, c: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(a, b, c) & mask;
    for (;;) {
      const id = (this.#slots[slot] as number) - 1;
      if (id < 0) return slot;
      const at = UNITS * id;
      if (this.#units[at] === a && this.#units[at + 1] === b && this.#units[at + 2] === c) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const { units } = this;
    this.#slots = new Uint32Array(2 * this.#slots.length);
    this.#units = new Uint16Array((UNITS * this.#slots.length) / 2);
    this.#units.set(units);
    for (let id = 0; id < this.#size; id += 1) {
      const at = UNITS * id;
      const slot = this.#slotOf(units[at] as number, units[at + 1] as number, units[at + 2] as number);
      this.#slots[slot] = id + 1;
    }
  }
}

/** Neighbouring characters must not fall on neighbouring slots. */
function hash(a: number, b: number, c: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}
