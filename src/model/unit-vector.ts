import { ModelError } from './model-error.js';

/** Scaled to length one. @throws ModelError for a vector without direction */
export function unit(vector: readonly number[]): number[] {
  const norm = Math.hypot(...vector);
  if (Number.isFinite(norm) && norm > 0) return vector.map((value) => value / norm);
  throw new ModelError('model_garbled', 'The embedding model gave a vector without direction.');
}
