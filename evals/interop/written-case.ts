import { stringify } from 'yaml';
import type { z } from 'zod';
import { caseSchema, type Case } from '../cases.js';

/** A case as a case file holds it: what an import makes and a person then reviews. */
export type WrittenCase = z.infer<typeof caseSchema>;

/** The outcome that is right for a question nobody has said more about. */
export const USUAL_OUTCOME = {
  ...{
    full: 'answered',
    partial: 'partial',
    none: 'refused',
    underspecified: 'clarify',
    conversational: 'chat',
  },
} as const satisfies Record<Case['answerability'], Case['expect']['outcome'][number]>;

/** A case file's text, fields in the order of the schema. What a read case has beyond the schema is left out. */
export function casesToYaml(cases: readonly WrittenCase[]): string {
  const fields = Object.keys(caseSchema.shape) as (keyof WrittenCase)[];
  const written = cases.map((one) =>
    Object.fromEntries(
      fields.filter((field) => one[field] !== undefined).map((field) => [field, one[field]]),
    ),
  );
  return stringify(written, { lineWidth: 0, aliasDuplicateObjects: false });
}
