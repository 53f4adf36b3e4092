import { createHash } from 'node:crypto';

/** Words that mean the same get the same direction, which is what embeddings are for; a small stand-in for having read the world. */
const MEANINGS: readonly (readonly string[])[] = [
  ['户口', '落户', '户籍', '迁户'],
  ['读书', '上学', '入学', '学位', '教育', '学校'],
  ['房子', '住房', '买房', '租房', '保障房'],
  ['打工', '就业', '工作', '务工'],
  ['看病', '医疗', '医保', '医院'],
];
const DIMENSIONS = 64;

/** A unit vector of the meanings and the pairs of characters in a text, different for each model. */
export function embed(text: string, model: string): number[] {
  const vector = Array.from<number>({ length: DIMENSIONS }).fill(0);
  const add = (feature: string, weight: number) => {
    const hash = createHash('md5').update(`${model} ${feature}`).digest();
    for (let i = 0; i < 4; i += 1) {
      const place = (hash[i] ?? 0) % DIMENSIONS;
      vector[place] = (vector[place] ?? 0) + ((hash[i + 4] ?? 0) & 1 ? weight : -weight);
    }
  };
  for (let i = 0; i + 1 < text.length; i += 1) add(text.slice(i, i + 2), 0.3);
  for (const [i, words] of MEANINGS.entries())
    if (words.some((word) => text.includes(word))) add(`meaning ${i}`, 3);
  const norm = Math.hypot(...vector) || 1;
  return vector.map((value) => value / norm);
}
