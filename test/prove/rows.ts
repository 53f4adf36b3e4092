import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const row = z.strictObject({
  row: z.string(),
  /** Tests below test/, and `prove: NAME`; all exist. */
  by: z.array(z.string()).default([]),
  /** What is not covered, and why. */
  not: z.string().optional(),
});
export type CoverageRow = z.infer<typeof row>;

const PROOF = 'prove: ';
const TEST = join(import.meta.dirname, '..');

export function readRows(): ReadonlyMap<string, CoverageRow> {
  const text = readFileSync(join(import.meta.dirname, 'rows.yml'), 'utf8');
  return new Map(Object.entries(z.record(z.string(), row).parse(parse(text))));
}

/** The names of a row's covers that are neither a proof nor a file. */
export function unknownCovers({ by }: CoverageRow, proofs: readonly string[]): string[] {
  return by.filter((name) => (name.startsWith(PROOF) ? !proofs.includes(name.slice(PROOF.length)) : !existsSync(join(TEST, name)))); // prettier-ignore
}

/** The table as Markdown. */
export function rowsTable(): string {
  const lines = [...readRows()].map(([id, one]) => {
    const cover = one.by.map((name) => (name.startsWith(PROOF) ? name : `test/${name}`));
    return `| ${id} | ${one.row} | ${cover.join('<br>') || '–'} | ${one.not ?? ''} |`;
  });
  return ['| | row | covered by | not covered, and why |', '|---|---|---|---|', ...lines].join('\n');
}
