import { findTargets } from '../domain/find-targets.js';
import { ClauseVectors, keyOf } from '../library/clause-vectors.js';
import type { Embedded } from '../library/nearest-clauses.js';
import { SharedClauseVectors, type OpenSharedStore } from '../library/shared-clause-vectors.js';
import { putOnShelf, readShelf, versionsOf, withShelfLocked } from '../library/shelf.js';
import { sha256, shelve, type ShelvedPolicy } from '../library/shelved-policy.js';
import { DocumentReader } from './document-reader.js';
import { formatPreview } from './preview.js';
import { readPolicyFile, type Given, type ReadPolicy } from './read-policy.js';

export type IngestOptions = {
  readonly files: readonly string[];
  readonly given: Given;
  readonly supersedes: string | null;
  /** The library's folder. */
  readonly directory: string;
  /** Takes the clauses' vectors, instead of a file in the folder. */
  readonly vectors?: OpenSharedStore | undefined;
  /** Ids that cannot be given: the first plan's. */
  readonly reserved: readonly string[];
  readonly now: () => Date;
  /** Shows what was understood and asks whether to take it in. */
  readonly confirm: (preview: string) => Promise<boolean>;
  readonly progress: (what: string, done: number, of: number) => void;
};
export type Ingested = {
  readonly taken: readonly string[];
  readonly unchanged: readonly string[];
  readonly declined: readonly string[];
  /** One line each: file, what is wrong, what to do. */
  readonly refused: readonly string[];
  readonly index: Embedded;
};

/**
 * Takes documents into the library, each by itself: read in a thread of its own, understood, shown, confirmed, put on the shelf in one
 * move. What is refused leaves nothing behind. At the end the clauses that are new are embedded.
 */
export async function ingest(options: IngestOptions): Promise<Ingested> {
  const { files, directory, progress } = options;
  return withShelfLocked(directory, async () => {
    const reader = new DocumentReader();
    const shelf = new Map(readShelf(directory).policies.map((policy) => [policy.id, policy]));
    const result = { taken: [] as string[], unchanged: [] as string[], declined: [] as string[], refused: [] as string[] }; // prettier-ignore
    try {
      for (const [i, file] of files.entries()) {
        try {
          const read = await readPolicyFile(file, options.given, reader);
          const { kind, id } = await takeIn(read, shelf, options);
          result[kind].push(id);
        } catch (error) {
          result.refused.push(error instanceof Error ? error.message : String(error));
        }
        progress('files', i + 1, files.length);
      }
    } finally {
      await reader.close();
    }
    return { ...result, index: await refreshVectors(options) };
  });
}

async function takeIn(
  read: ReadPolicy,
  shelf: Map<string, ShelvedPolicy>,
  { directory, supersedes, reserved, now, confirm }: IngestOptions,
): Promise<{ kind: 'taken' | 'unchanged' | 'declined'; id: string }> {
  const { policy } = read.understanding;
  const { id } = policy;
  if (reserved.includes(id)) throw new Error(`${read.name}: refused: the id ${id} is the first plan's. Give another with --id.`); // prettier-ignore
  if (policy.title === '') throw new Error(`${read.name}: refused: no title found. Give it with --title.`);
  if (supersedes === id) throw new Error(`${read.name}: refused: ${id} cannot supersede itself; the same id makes a new version. Leave --supersedes out.`); // prettier-ignore
  if (supersedes !== null && !shelf.has(supersedes) && !reserved.includes(supersedes))
    throw new Error(`${read.name}: refused: there is no policy ${supersedes} to supersede. See npm run library -- list.`); // prettier-ignore
  const version = (versionsOf(directory, id).at(-1) ?? 0) + 1;
  const source = { name: read.name, sha256: sha256(read.bytes) };
  const shelved = shelve(policy, { version, supersedes, ingestedAt: now().toISOString(), source });
  const before = shelf.get(id);
  if (before !== undefined && before.textHash === shelved.textHash && sameFacts(before, shelved)) return { kind: 'unchanged', id }; // prettier-ignore
  const doubts = [...read.understanding.doubts, ...beside(shelved, shelf)];
  const targets = findTargets(policy);
  const preview = formatPreview({ file: read.name, understanding: read.understanding, targets, version, supersedes, doubts }); // prettier-ignore
  if (!(await confirm(preview))) return { kind: 'declined', id };
  putOnShelf(directory, shelved, read.bytes);
  shelf.set(id, shelved);
  return { kind: 'taken', id };
}

const FACTS = ['title', 'documentNumber', 'issuer', 'issuedOn', 'supersedes'] as const;

function sameFacts(a: ShelvedPolicy, b: ShelvedPolicy): boolean {
  return FACTS.every((fact) => a[fact] === b[fact]);
}

/** What is odd about a policy beside those that stand there already. */
function beside(policy: ShelvedPolicy, shelf: ReadonlyMap<string, ShelvedPolicy>): string[] {
  const others = [...shelf.values()].filter(({ id }) => id !== policy.id);
  const same = others.find(({ textHash }) => textHash === policy.textHash);
  const numbered = others.find(({ documentNumber }) => documentNumber !== '' && documentNumber === policy.documentNumber); // prettier-ignore
  const before = shelf.get(policy.id);
  return [
    ...(before ? [`version ${before.version} of ${policy.id} stands there; this takes its place`] : []),
    ...(same ? [`${same.id} has the same text`] : []),
    ...(numbered ? [`${numbered.id} has the same document number; if this replaces it, say --supersedes ${numbered.id}`] : []), // prettier-ignore
  ];
}

/** Embeds the clauses on the shelf that have no vector yet, and saves. */
async function refreshVectors({
  directory,
  vectors: openShared,
  progress,
}: IngestOptions): Promise<Embedded> {
  const texts = clauseTexts(readShelf(directory).policies);
  const told = (done: number, of: number) => progress('clauses', done, of);
  if (openShared !== undefined) return SharedClauseVectors.refresh(openShared, texts, told);
  const { vectors, ...embedded } = await ClauseVectors.open(directory, texts, told);
  vectors.save(directory);
  return embedded;
}

/** Every clause's text by its key. */
function clauseTexts(policies: readonly ShelvedPolicy[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { text, clauses } of policies) {
    for (const { start, end } of clauses) {
      const body = text.slice(start, end);
      texts.set(keyOf(body), body);
    }
  }
  return texts;
}
