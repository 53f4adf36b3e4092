import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Answer } from './answering/answer.js';
import { answerQuestion } from './answering/answer-question.js';
import { parseReplies, type Replies } from './answering/replies.js';
import type { Message } from './conversation/message.js';
import { findTargets, type Target } from './domain/find-targets.js';
import { parsePolicy } from './domain/parse-policy.js';
import type { Policy } from './domain/policy.js';
import { Lexicon } from './retrieval/lexicon.js';
import { openIndex, type OpenedIndex } from './retrieval/index-files.js';
import { parseQuestionData } from './retrieval/question-data.js';
import { Retriever } from './retrieval/retriever.js';
import { type SemanticModel, SemanticRetriever } from './retrieval/semantic-retriever.js';
import type { SearchResult } from './retrieval/search-result.js';

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
  ask(messages: readonly Message[]): Promise<Answer>;
  /** Clauses ranked for a query, at most `limit`. */
  search(query: string, limit: number): readonly SearchResult[];
  /** Whether a configured embedding model answered last; without one there is none to fail. */
  readonly isSemantic?: () => boolean;
};

export type AssistantOptions = {
  /** Asked what questions mean, beside the offline index. */
  readonly embeddings?: SemanticModel | undefined;
};

const POLICY = 'su-zheng-fa-2024-102';
const description = z.strictObject({
  ...{
    id: z.string(),
    title: z.string(),
    documentNumber: z.string(),
    issuer: z.string(),
    issuedOn: z.iso.date(),
  },
  ...{ basis: z.string(), basisNumber: z.string(), joins: z.array(z.int()), textHash: z.string() },
});

/**
 * Reads the corpus and the wording, opens or builds the index, and puts the parts together.
 * @param root the folder that holds corpus/ and prompts/
 * @param dataDirectory where the index is kept
 */
export async function createAssistant(
  root: string,
  dataDirectory: string,
  { embeddings }: AssistantOptions = {},
): Promise<Assistant> {
  const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
  const { textHash, ...described } = description.parse(parse(read('corpus', `${POLICY}.yml`)));
  const file = `corpus/${POLICY}.md`;
  const policy = parsePolicy(readFileSync(join(root, file)), file, described);
  const found = sha256(policy.text);
  if (found !== textHash) {
    throw new Error(`${file}: the canonical text has the hash ${found}. Compare it with the published text, then set textHash in ${POLICY}.yml.`); // prettier-ignore
  }
  const files = {
    questions: read('corpus', 'questions.jsonl'),
    negatives: read('corpus', 'negatives.jsonl'),
    lexicon: read('corpus', 'lexicon.json'),
  };
  const data = parseQuestionData(files);
  const sourceHash = sha256([policy.text, files.questions, files.negatives].join('\u0000'));
  const { index, origin, doubt } = await openIndex(join(dataDirectory, 'index'), policy, data, sourceHash);
  const semantic = embeddings && new SemanticRetriever(policy, index, data, embeddings);
  await semantic?.open();
  const retriever = semantic ?? new Retriever(policy, index, data);
  const targets = findTargets(policy);
  const replies = parseReplies(read('prompts', 'replies.yml'));
  const lexicon = new Lexicon(data.lexicon, policy.text);
  const knowledge = { policy, targets, retriever, replies, lexicon };
  return {
    ...{ policy, textHash, targets, replies, index: { origin, doubt } },
    ask: async (messages) => {
      await semantic?.prepare(messages.filter(({ role }) => role === 'user').map(({ content }) => content));
      return answerQuestion(messages, knowledge);
    },
    search: (query, limit) => retriever.read(query).results.slice(0, limit),
    ...(semantic ? { isSemantic: () => semantic.isReady } : {}),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
