import type { Answer, Segment } from '../answering/answer.js';
import { isWordable } from '../answering/generate/generate.js';
import { splitCard } from '../answering/generate/lay-out.js';
import { extractive, type Reply } from '../answering/generate/reply.js';
import type { Assistant } from '../assistant.js';
import type { Message } from '../conversation/message.js';
import type { Generator } from '../generator.js';
import { withoutPersonalData, withPersonalDataMasked } from './mask-questions.js';

/** Who asks, and who watches. */
export type Asking = {
  /** A pseudonym; a model's budget is kept by it. */
  readonly client: string;
  /** The policy that is asked; undefined for the plan, or what the question names. */
  readonly policy?: string | undefined;
  /** Aborted when whoever asked has left. */
  readonly signal?: AbortSignal | undefined;
  readonly watch?: Watch | undefined;
};

/** Sees an answer while it is being made. */
export type Watch = {
  /** Pieces that may be read now: first the plan's own words, then sentences that were verified. */
  show(segments: readonly Segment[]): void;
  /** A model begins to write. */
  composing(): void;
};

/** Answers the last message, with a model's sentences when there is a model that has something to add. */
export type Respond = (messages: readonly Message[], asking: Asking) => Promise<Reply>;

/** The one way from a question to an answer that every channel takes. @param plain sees no personal data: it is taken out here */
export function createRespond(plain: Assistant, generator: Generator | undefined): Respond {
  const assistant = withPersonalDataMasked(plain);
  return async (messages, asking) => {
    const { client, signal, watch, policy } = asking;
    const first = await assistant.ask(messages, { policy });
    const known = generator ? await understood(first, messages, assistant, generator, asking) : first;
    const offline = generator ? await found(known, messages, assistant, generator, asking) : known;
    if (generator === undefined || !isWordable(offline)) {
      watch?.show(offline.segments);
      return extractive(offline);
    }
    const { card, tail } = splitCard(offline.segments);
    watch?.show(card);
    watch?.composing();
    const reply = await generator.generate({
      ...{ offline, client, signal, question: questionOf(offline, messages) },
      show: watch && ((segments) => watch.show(segments)),
    });
    watch?.show(tail);
    return reply;
  };
}

function questionOf({ interpretedAs }: Answer, messages: readonly Message[]): string {
  return interpretedAs ?? withoutPersonalData(messages).at(-1)?.content ?? '';
}

// The signals of a clause sum to 2.8; where two clauses are nearer than this, other words may settle which is meant.
const CLOSE = 0.5;

/**
 * An answer found with other wordings too, where the question's own leave clauses close. It may rest on another clause, and is used only when the
 * same is answered and the same is missing: what is answered at all is decided by the question itself.
 */
async function found(
  first: Answer,
  messages: readonly Message[],
  assistant: Assistant,
  { reword }: Generator,
  { client, signal, policy }: Asking,
): Promise<Answer> {
  if (reword === undefined || !isWordable(first)) return first;
  const question = questionOf(first, messages);
  const [best, next] = assistant.search(question, 2);
  if (best === undefined || next === undefined || best.score - next.score >= CLOSE) return first;
  const rewordings = await reword(question, { client, signal });
  if (rewordings.length === 0) return first;
  const again = await assistant.ask(messages, { policy, rewordings });
  return isWordable(again) && decisionOf(again) === decisionOf(first) ? again : first;
}

function decisionOf(answer: Answer): string {
  return JSON.stringify([answer.outcome, 'missing' in answer ? answer.missing : []]);
}

/** A follow-up that says nothing by itself and that the resolver could not complete is put into other words of the same person. */
async function understood(
  first: Answer,
  messages: readonly Message[],
  assistant: Assistant,
  { rewrite }: Generator,
  { client, signal, policy }: Asking,
): Promise<Answer> {
  if (first.outcome !== 'clarify' || messages.length < 2) return first;
  const rewritten = await rewrite(withoutPersonalData(messages), { client, signal });
  if (rewritten === undefined) return first;
  const again = await assistant.ask([{ role: 'user', content: rewritten }], { policy });
  return isWordable(again) ? { ...again, interpretedAs: rewritten } : first;
}
