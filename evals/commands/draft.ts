import { z } from 'zod';
import { OUTCOMES } from '../cases.js';
import { allCases } from '../context.js';
import { draftCases } from '../interop/draft.js';
import { fromJsonl } from '../interop/jsonl.js';
import { OptionError, type Options } from '../options.js';
import { readInput } from '../read-input.js';
import { deliver } from './deliver.js';
import { say } from './say.js';

const asked = z.object({
  question: z.string(),
  outcome: z.enum(OUTCOMES).nullable().default(null),
  clauses: z.array(z.int().min(0)).default([]),
  rating: z.enum(['up', 'down']).nullable().default(null),
  comment: z.string().nullable().default(null),
});

/** Turns questions people asked, one {"question", "outcome", "clauses", "rating", "comment"} a line, into draft cases. */
export function draft({ words, out }: Options): void {
  const [file, ...more] = words;
  if (file === undefined || more.length > 0) throw new OptionError('draft takes one file: npm run evals -- draft asked.jsonl --out evals/cases/draft-1.yml'); // prettier-ignore
  const rows = fromJsonl(readInput(file), file, asked).map(({ row }) => row);
  const { yaml, drafted, repeated, known } = draftCases(rows, allCases());
  deliver(yaml, out);
  say(`${drafted} drafted, ${repeated} repeated, ${known} known already or without words`, process.stderr);
}
