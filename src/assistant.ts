import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Answer } from './answering/answer.js';
import { answerQuestion } from './answering/answer-question.js';
import { parseReplies, type Replies } from './answering/replies.js';
import type { Message } from './conversation/message.js';
import { findTargets, type Target } from './domain/find-targets.js';
import { parsePolicy } from './domain/parse-policy.js';
import type { Policy } from './domain/policy.js';
import { LibraryAssistant, type AskOptions, type LibraryResult } from './library/ask-library.js';
import { Library } from './library/library.js';
import type { OpenSharedStore } from './library/shared-clause-vectors.js';
import { parseLibraryWording } from './library/wording.js';
import { Lexicon } from './retrieval/lexicon.js';
import { openIndex, type OpenedIndex } from './retrieval/open-index.js';
import { parseQuestionData } from './retrieval/question-data.js';
import { rankedWith } from './retrieval/rewordings.js';
import { type SemanticModel, SemanticRetriever } from './retrieval/semantic-retriever.js';
import type { SearchResult } from './retrieval/search-result.js';
import { TimedRetriever } from './retrieval/timed-retriever.js';

/** Whom the question is put to, and other wordings of it to rank clauses by; whether and how it is answered is decided by its own. */
export type AskingOptions = AskOptions & { readonly rewordings?: readonly string[] | undefined };

/** Everything a channel may use. Values, no state: the same call gives the same result. */
export type Assistant = {
  readonly policy: Policy;
  /** SHA-256 (hex) of the canonical text. */
  readonly textHash: string;
  readonly targets: readonly Target[];
  /** The fixed wording, for what channels say themselves. */
  readonly replies: Replies;
  /** Whether the index came from disk, and if not, why. */
  readonly index: Pick<OpenedIndex, 'origin' | 'doubt'>;
  /** Answers the last message, which is the user's; the others are what was said before. */
  ask(messages: readonly Message[], options?: AskingOptions): Promise<Answer>;
  /** Clauses ranked for a query, at most `limit`. */
  search(query: string, limit: number): readonly SearchResult[];
  /** The first plan and every other policy that can be asked. */
  readonly library: Library;
  /** The same within a policy of the library, or in all of them with '*'. */
  searchLibrary(query: string, limit: number, policy: string): Promise<readonly LibraryResult[]>;
  /** Whether a configured embedding model answered last; without one there is none to fail. */
  readonly isSemantic?: () => boolean;
};

/** The plan this product is for: the file names in corpus/, and the id that no other policy may have. */
export const PLAN_ID = 'su-zheng-fa-2024-102';
const description = z.strictObject({
  ...{
    id: z.string(),
    title: z.string(),
    documentNumber: z.string(),
    issuer: z.string(),
    issuedOn: z.iso.date(),
  },
  ...{ basis: z.string(), basisNumber: z.string(), joins: z.array(z.int()), textHash: z.string() },
  ...{ supersededBy: z.string().min(1).optional(), validUntil: z.iso.date().optional() },
});

export type AssistantOptions = {
  /** False where building would hold up answers: then only a saved index will do. */
  readonly mayBuild?: boolean;
  /** Told how long retrieval took, in seconds. */
  readonly observeRetrieval?: (seconds: number) => void;
  /** Asked what questions mean, beside the offline index. */
  readonly embeddings?: SemanticModel | undefined;
  /** Holds the vectors of the library's clauses, instead of memory. */
  readonly vectors?: OpenSharedStore | undefined;
};

/**
 * Reads the corpus and the wording, opens or builds the index, and puts the parts together. A service that reloads goes on answering
 * meanwhile, so it lets others run between the steps.
 * @param root the folder that holds corpus/ and prompts/
 * @param dataDirectory where the index is kept
 */
export async function createAssistant(
  root: string,
  dataDirectory: string,
  { mayBuild = true, observeRetrieval = () => undefined, embeddings, vectors }: AssistantOptions = {},
): Promise<Assistant> {
  const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
  const { textHash, ...described } = description.parse(parse(read('corpus', `${PLAN_ID}.yml`)));
  const file = `corpus/${PLAN_ID}.md`;
  const policy = parsePolicy(readFileSync(join(root, file)), file, described);
  const found = sha256(policy.text);
  if (found !== textHash) {
    throw new Error(`${file}: the canonical text has the hash ${found}. Compare it with the published text, then set textHash in ${PLAN_ID}.yml.`); // prettier-ignore
  }
  const files = {
    questions: read('corpus', 'questions.jsonl'),
    negatives: read('corpus', 'negatives.jsonl'),
    lexicon: read('corpus', 'lexicon.json'),
  };
  await breathe();
  const data = parseQuestionData(files);
  await breathe();
  const sourceHash = sha256([policy.text, files.questions, files.negatives].join('\u0000'));
  const source = { policy, data, hash: sourceHash };
  const { index, origin, doubt } = await openIndex(join(dataDirectory, 'index'), source, mayBuild);
  await breathe();
  const semantic = embeddings && new SemanticRetriever(policy, index, data, { model: embeddings, observe: observeRetrieval }); // prettier-ignore
  await semantic?.open();
  const retriever = semantic ?? new TimedRetriever(policy, index, data, observeRetrieval);
  const targets = findTargets(policy);
  const replies = parseReplies(read('prompts', 'replies.yml'));
  const library = await Library.open(join(dataDirectory, 'library'), { policy, textHash }, vectors);
  const lexicon = new Lexicon(data.lexicon, policy.text);
  const knowledge = { policy, targets, retriever, replies, lexicon };
  const plan = {
    ask: async (messages: readonly Message[]) => answerQuestion(messages, knowledge),
    read: retriever.read.bind(retriever),
  };
  const wording = parseLibraryWording(read('prompts', 'library.yml'), read('prompts', 'replies.yml'));
  const across = new LibraryAssistant(library, plan, wording);
  return {
    ...{ policy, textHash, targets, replies, index: { origin, doubt }, library },
    ask: async (messages, options) => {
      await semantic?.prepare(messages.filter(({ role }) => role === 'user').map(({ content }) => content));
      return rankedWith(options?.rewordings ?? [], () => across.ask(messages, options));
    },
    search: (query, limit) => retriever.read(query).results.slice(0, limit),
    searchLibrary: (query, limit, id) => across.search(query, limit, id),
    ...(semantic ? { isSemantic: () => semantic.isReady } : {}),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
