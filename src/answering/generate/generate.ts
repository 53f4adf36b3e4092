import type { Policy } from '../../domain/policy.js';
import type { Answer } from '../answer.js';
import { verify as verifyWhole } from '../compose.js';
import type { Replies } from '../replies.js';
import type { AnswerCache } from '../../model/answer-cache.js';
import type { Verifier } from '../verify/verify.js';
import type { AnswerPrompt } from './answer-prompt.js';
import { faultOf, type Chat } from './chat.js';
import { Draft } from './draft.js';
import { handlesOf, type Handles } from './handles.js';
import { frameOf, type Claiming, type Statement } from './lay-out.js';
import { keepsToNumbers, keepsToQuotes } from './still-answers.js';
import { readSentences, type Drafted } from './read-sentences.js';
import { extractive, type Asked, type Generate, type Reply } from './reply.js';

/** What is kept of a generated answer. */
export type Remembered = { readonly statements: readonly Statement[] };

export type GenerateOptions = {
  readonly policy: Policy;
  readonly replies: Replies;
  readonly prompt: AnswerPrompt;
  readonly chat: Chat;
  readonly verify: Verifier;
  /** Hash of the policy's text. */
  readonly textHash: string;
  /** Sentences that were verified, so that a question asked again costs nothing. */
  readonly remembered?: AnswerCache<Remembered>;
  /** Whether an operator switched generated answers off; asked again before anything is shown. */
  readonly isOff?: () => boolean;
  /** Told why a sentence was not shown; never its words, which may be what a person typed. */
  readonly onBlocked?: (fault: string) => void;
};

// Lists are read from the plan, complete and counted; retold by a model they would be neither.
const MOST_CLAUSES = 3;
// Four sentences of forty characters with their JSON around them are about 250 tokens.
const MOST_TOKENS = 600;
// A page waits twenty seconds for the whole of an answer; what is left is for the way there and back.
const DEADLINE_MS = 18_000;

/** Answers worded by a model, on top of offline ones. */
export function createGenerate(options: GenerateOptions): Generate {
  const { policy, replies, isOff = () => false } = options;
  const frame = frameOf(replies, policy);
  return async (asked) => {
    const { offline, show } = asked;
    if (!isWordable(offline)) return extractive(offline);
    const handles = handlesOf(offline, policy);
    if (isOff()) return extractive(offline, 'model_switched_off');
    const reply = await write({ ...asked, offline }, handles, new Draft(offline, frame, show), options);
    return { ...reply, answer: verifyWhole(reply.answer, policy) };
  };
}

/** A refusal, a question back or small talk says nothing of the plan that a model could word; a list is better as it is. */
export function isWordable(answer: Answer): answer is Claiming {
  // What a model writes is checked against the plan alone.
  if (answer.policies !== undefined) return false;
  if (answer.outcome !== 'answered' && answer.outcome !== 'partial') return false;
  return new Set(answer.citations.map(({ clause }) => clause)).size <= MOST_CLAUSES;
}

async function write(
  { question, offline, client, signal }: Asked & { readonly offline: Claiming },
  handles: Handles,
  draft: Draft,
  options: GenerateOptions,
): Promise<Reply> {
  const { prompt, chat, remembered, isOff = () => false } = options;
  const messages = await prompt.messagesFor(question, offline, handles);
  const key = { index: options.textHash, prompt: prompt.hash, model: chat.name, question: JSON.stringify(messages) }; // prettier-ignore
  try {
    const known = remembered?.get(key);
    const statements = known?.statements ?? [];
    for (const statement of statements) draft.add(statement);
    if (known !== undefined) return draft.finish();
    const pieces = chat.stream({ messages, maxTokens: MOST_TOKENS, client, deadlineMs: DEADLINE_MS, ...(signal ? { signal } : {}) }); // prettier-ignore
    for await (const drafted of readSentences(pieces)) {
      if (isOff()) return draft.fail('model_switched_off');
      const statement = draft.isFull ? undefined : statementOf(drafted, offline, handles, options);
      if (statement !== undefined) draft.add(statement);
    }
    const reply = draft.finish();
    if (reply.mode === 'generated') remembered?.set(key, { statements: draft.statements });
    return reply;
  } catch (error) {
    return draft.fail(faultOf(error));
  }
}

/** A sentence with what it rests on; undefined when it may not be shown. */
function statementOf(
  { text, cites }: Drafted,
  offline: Claiming,
  handles: Handles,
  { prompt, verify, onBlocked = () => undefined }: GenerateOptions,
): Statement | undefined {
  const offered = handles.clauses.map(({ number }) => number);
  const verdict = verify({ text, clauses: handles.resolve(cites) }, { offered });
  const blocked = (fault: string) => void onBlocked(fault);
  if (verdict.verdict === 'blocked') return blocked(verdict.fault);
  if (text.includes(prompt.canary)) return blocked('canary');
  if (/[?？]/u.test(text)) return blocked('question'); // says nothing, and may be what was typed
  if (!keepsToNumbers(text, offline)) return blocked('other_number');
  if (!keepsToQuotes(verdict, offline)) return blocked('not_quoted');
  return { kind: 'statement', text, citations: verdict.citations };
}
