/** Made data of a fixed seed: vectors in clusters, and clauses put together from the plan's own phrases. */

/** Mulberry32: small, and the same on every machine. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CENTRES = 200;
const RANK = 32;

/** Unit vectors: two hundred centres, each spread along a few directions, as sentence vectors are. */
export function clusteredVectors(seed: number, count: number, dimensions: number): Float32Array[] {
  const next = random(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const shared = random(7);
  const sharedNormal = () => Math.sqrt(-2 * Math.log(1 - shared())) * Math.cos(2 * Math.PI * shared());
  const rows = (n: number) => Array.from({ length: n }, () => Float32Array.from({ length: dimensions }, sharedNormal)); // prettier-ignore
  const [centres, directions] = [rows(CENTRES), rows(RANK)];
  return Array.from({ length: count }, () => {
    const vector = Float32Array.from(centres[Math.floor(next() * CENTRES)] ?? []);
    for (const direction of directions) {
      const amount = 0.25 * normal();
      for (let i = 0; i < dimensions; i += 1) vector[i] = (vector[i] ?? 0) + amount * (direction[i] ?? 0);
    }
    for (let i = 0; i < dimensions; i += 1) vector[i] = (vector[i] ?? 0) + 0.3 * normal();
    const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
    return vector.map((x) => x / norm);
  });
}

// Common characters outside the plan's phrases give each clause words of its own, as names of places and offices do.
const COMMON =
  '山河湖海春夏秋冬东西南北金木水火土天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往收藏闰余成岁律吕调阳云腾致雨露结为霜';

/** Clauses of four phrases of the plan and two names that are nearly unique. */
export function madeClauses(seed: number, count: number, phrases: readonly string[]): string[] {
  const next = random(seed);
  const pick = <T>(from: ArrayLike<T>) => from[Math.floor(next() * from.length)] as T;
  const name = () => Array.from({ length: 3 }, () => pick(COMMON)).join('');
  return Array.from({ length: count }, () => {
    const parts = Array.from({ length: 4 }, () => pick(phrases));
    return `${name()}${parts.slice(0, 2).join('，')}，${name()}${parts.slice(2).join('，')}。`;
  });
}

/** A question for a clause: a name of it and half of its phrases, in another order. */
export function questionFor(seed: number, clause: string): string {
  const next = random(seed);
  const parts = clause.replace('。', '').split('，');
  const from = Math.floor(next() * 2);
  return `${parts[from + 1] ?? ''}${parts[from === 0 ? 0 : 2] ?? ''}怎么规定`;
}
