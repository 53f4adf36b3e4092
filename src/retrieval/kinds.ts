import { NEGATIVE_KINDS } from './question-data.js';

/** What a question can turn out to be: answered by the text, touching it without the detail asked, or a negative kind. */
export const KINDS = ['covered', 'uncovered', ...NEGATIVE_KINDS] as const;
export type Kind = (typeof KINDS)[number];
