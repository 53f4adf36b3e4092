import { fold, foldToWords } from '../retrieval/fold.js';

/** What a policy is called by in questions. */
export type Nameable = { readonly id: string; readonly title: string; readonly documentNumber: string; readonly issuer: string }; // prettier-ignore

// A shorter piece of a title may be any word.
const SHORTEST_TITLE = 6;
const START = 4;
// What people put between the year and the number of a document, or leave out.
const BETWEEN = '[\\s〔〕\\[\\]()（）【】第]{0,2}';
const PLACE = /^(?<name>[\p{Script=Han}]{2,6}?)(?<unit>省|市|县|区|州|盟|旗)/u;
// After a place: its policy is meant, not something the plan says of the place.
const POLICY_WORD = /^(?:这边|那边|当地|本地)?的?(?:[\p{Script=Han}]{0,8})(?:政策|规定|文件|办法|方案|意见|细则|条例|措施|标准|要求)/u; // prettier-ignore

/** Finds the policies that a question names by title, document number or place. Looking takes the question's length, not the library's. */
export class Names {
  readonly #titles = new Map<string, { readonly title: string; readonly id: string }[]>();
  readonly #numbers = new Map<string, string>();
  readonly #places = new Map<string, string[]>();
  readonly #plan: string;

  /** @param planText what the first plan says of places belongs to it unless a policy of theirs is meant */
  constructor(policies: readonly Nameable[], planText: string) {
    this.#plan = fold(planText);
    for (const { id, title, documentNumber, issuer } of policies) {
      const words = foldToWords(title);
      if (words.length >= SHORTEST_TITLE) push(this.#titles, words.slice(0, START), { title: words, id });
      const number = numberWords(documentNumber).replace(/号$/u, '');
      if (number !== '') this.#numbers.set(number, id);
      const place = PLACE.exec(issuer)?.groups;
      const name = place?.['name'] ?? '';
      if (name === '') continue;
      push(this.#places, fold(`${name}${place?.['unit']}`), id);
      if (name.length > 1) push(this.#places, fold(name), id);
    }
  }

  /** Groups of ids, in the order they are named; a place names all its policies at once. */
  find(question: string): (readonly string[])[] {
    const words = foldToWords(question);
    const found: { at: number; ids: readonly string[] }[] = [];
    const number = numberWords(question);
    for (const [own, id] of this.#numbersIn(number)) found.push({ at: words.indexOf(own.slice(0, 2)), ids: [id] }); // prettier-ignore
    for (let at = 0; at + START <= words.length; at += 1) {
      const named = (this.#titles.get(words.slice(at, at + START)) ?? []).filter(({ title }) => words.startsWith(title, at)); // prettier-ignore
      const longest = Math.max(0, ...named.map(({ title }) => title.length));
      const ids = named.filter(({ title }) => title.length === longest).map(({ id }) => id);
      if (ids.length > 0) found.push({ at, ids });
    }
    if (found.length === 0) found.push(...this.#placesIn(fold(question)));
    const groups = found.toSorted((a, b) => a.at - b.at).map(({ ids }) => ids);
    return groups.filter((ids, i) => groups.findIndex((other) => other[0] === ids[0]) === i);
  }

  /** A folded question without what names these policies: the names stand in none of their clauses. */
  without(question: string, policies: readonly Nameable[]): string {
    let rest = fold(question);
    for (const { title, documentNumber, issuer } of policies) {
      const place = PLACE.exec(issuer)?.groups;
      const names = [title, documentNumber, `${place?.['name']}${place?.['unit']}`, place?.['name'] ?? ''];
      for (const name of names.map(fold)) {
        if (name.length > 1) rest = rest.replaceAll(`《${name}》`, ' ').replaceAll(name, ' ');
      }
      const spelled = numberWords(documentNumber).replace(/号$/u, '');
      if (spelled !== '') rest = rest.replace(new RegExp(`${[...spelled].join(BETWEEN)}号?`, 'u'), ' ');
    }
    return rest.replace(/^[\s,，、的和与跟同里中]+/u, '').trim();
  }

  *#numbersIn(words: string): Iterable<readonly [string, string]> {
    for (const [, digits = ''] of words.matchAll(/([\p{Script=Han}]{1,12}[12][0-9]{3}[0-9]{1,5})/gu)) {
      for (let at = 0; at < digits.length; at += 1) {
        const id = this.#numbers.get(digits.slice(at));
        if (id !== undefined) yield [digits.slice(at), id];
      }
    }
  }

  *#placesIn(question: string): Iterable<{ at: number; ids: readonly string[] }> {
    for (let at = 0; at < question.length; at += 1) {
      for (let size = Math.min(7, question.length - at); size >= 2; size -= 1) {
        const name = question.slice(at, at + size);
        const ids = this.#places.get(name);
        if (ids === undefined) continue;
        // 南京都市圈 is the plan's own; 南京的落户规定 is not.
        const isPlans = this.#plan.includes(name) && !POLICY_WORD.test(question.slice(at + size));
        if (!isPlans) yield { at, ids };
        at += size - 1;
        break;
      }
    }
  }
}

/** 苏政发〔2024〕102号 → 苏政发2024102: people type the brackets in many ways. */
function numberWords(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]|第/gu, '');
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
