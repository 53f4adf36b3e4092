import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { parsePolicy } from '../domain/parse-policy.js';
import type { Policy } from '../domain/policy.js';

const description = z.object({
  ...{ id: z.string(), title: z.string(), documentNumber: z.string(), issuer: z.string() },
  issuedOn: z.iso.date(),
  ...{ basis: z.string(), basisNumber: z.string(), joins: z.array(z.int()) },
});

/** A policy to write questions for, and the folder that holds its questions. */
export type Source = {
  readonly policy: Policy;
  /** SHA-256 (hex) of the canonical text: questions belong to one text. */
  readonly textHash: string;
  readonly file: string;
  readonly directory: string;
};

/**
 * Opens a policy by its file, or by an id that stands for corpus/<id>.md. Its metadata lies beside it, .yml for .md.
 * @throws Error naming the file that is missing or wrong, and the remedy
 */
export function openSource(root: string, given: string): Source {
  const file = given.endsWith('.md') ? given : join(root, 'corpus', `${given}.md`);
  const metadata = file.replace(/\.md$/u, '.yml');
  for (const needed of [file, metadata]) {
    if (!existsSync(needed))
      throw new Error(`${needed} does not exist. Give the policy’s .md file, with its metadata beside it as .yml, or an id in corpus/.`); // prettier-ignore
  }
  const described = description.safeParse(parse(readFileSync(metadata, 'utf8')));
  if (!described.success) throw new Error(`${metadata}: ${z.prettifyError(described.error)}`);
  const policy = parsePolicy(readFileSync(file), file, described.data);
  const textHash = createHash('sha256').update(policy.text).digest('hex');
  return { policy, textHash, file, directory: dirname(file) };
}
