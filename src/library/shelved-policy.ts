import { createHash } from 'node:crypto';
import { z } from 'zod';
import { frontMatterOf } from '../domain/lay-out.js';
import type { Clause, Policy } from '../domain/policy.js';
import { toSentences } from '../domain/sentences.js';

/** Raise it when the layout changes: older files are then refused, and their documents must be ingested again. */
const FORMAT = 1;

/** A policy's id: a folder's name and a part of addresses. */
export const POLICY_ID = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/u;

const clause = z.object({
  number: z.int().min(1),
  title: z.string(),
  section: z.int().min(0),
  start: z.int().min(0),
  end: z.int().min(1),
  isTitled: z.boolean(),
});
const schema = z.object({
  format: z.literal(FORMAT),
  id: z.string().regex(POLICY_ID),
  version: z.int().min(1),
  title: z.string().min(1),
  documentNumber: z.string(),
  issuer: z.string(),
  /** ISO date, or '' when the document does not say. */
  issuedOn: z.union([z.iso.date(), z.literal('')]),
  basis: z.string(),
  basisNumber: z.string(),
  /** The policy that this one takes the place of. */
  supersedes: z.string().regex(POLICY_ID).nullable(),
  ingestedAt: z.iso.datetime(),
  source: z.object({ name: z.string(), sha256: z.string() }),
  textHash: z.string(),
  text: z.string(),
  frontEnd: z.int().min(0),
  sections: z.array(z.object({ number: z.int(), title: z.string(), clauses: z.array(z.int()) })),
  clauses: z.array(clause).min(1),
});

/** A policy as it lies on disk: its canonical text once, and where everything stands in it. */
export type ShelvedPolicy = z.infer<typeof schema>;
type Provenance = Pick<ShelvedPolicy, 'version' | 'supersedes' | 'ingestedAt' | 'source'>;

export function shelve(policy: Policy, provenance: Provenance): ShelvedPolicy {
  const { id, title, documentNumber, issuer, issuedOn, basis, basisNumber, text, sections } = policy;
  return schema.parse({
    ...{ format: FORMAT, id, title, documentNumber, issuer, issuedOn, basis, basisNumber },
    ...provenance,
    ...{ textHash: sha256(text), text, frontEnd: policy.frontMatter.text.length, sections },
    clauses: policy.clauses.map((one) => ({
      ...{ number: one.number, title: one.title, section: one.section },
      ...{ start: one.offset, end: one.offset + one.text.length },
      isTitled: one.sentences[0]?.index === 0,
    })),
  });
}

/** Reads a shelved policy. @throws Error when it is not one, or its text is not the one that was shelved */
export function parseShelved(json: string): ShelvedPolicy {
  const shelved = schema.parse(JSON.parse(json));
  if (sha256(shelved.text) !== shelved.textHash) throw new Error('the text does not match its hash');
  return shelved;
}

/** The policy with its clauses cut out of the text. */
export function unshelve(shelved: ShelvedPolicy): Policy {
  const { id, title, documentNumber, issuer, issuedOn, basis, basisNumber, text, sections, frontEnd } = shelved; // prettier-ignore
  const titles = new Map(sections.map((section) => [section.number, section.title]));
  const clauses = shelved.clauses.map((one): Clause => {
    const body = text.slice(one.start, one.end);
    return {
      ...{ number: one.number, title: one.title, section: one.section, text: body, offset: one.start },
      sectionTitle: titles.get(one.section) ?? '',
      sentences: toSentences(body, one.isTitled),
    };
  });
  const frontMatter = frontMatterOf({ title }, text.slice(0, frontEnd));
  return { ...{ id, title, documentNumber, issuer, issuedOn, basis, basisNumber, text }, sections, frontMatter, clauses }; // prettier-ignore
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
