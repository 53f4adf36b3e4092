import { maskPersonalData } from '../domain/personal-data.js';

/** What may be written of a text that a person typed: personal data masked, and no NUL, which PostgreSQL refuses. */
export function clean(text: string): string {
  return maskPersonalData(text.toWellFormed()).text.replaceAll('\u0000', '');
}
