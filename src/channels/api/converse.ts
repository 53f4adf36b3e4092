import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { Assistant } from '../../assistant.js';
import type { Message } from '../../conversation/message.js';
import { maskPersonalData } from '../../domain/personal-data.js';
import type { Owner } from '../../storage/store.js';
import { recordAnswer } from '../record-answer.js';
import type { Asking, Respond } from '../respond.js';
import type { AnswerObject } from './answer-object.js';
import { checkQuestion } from './check-question.js';
import { ownerOf, type Clients } from './clients.js';
import { Conversations } from './conversations.js';
import { checkPolicy } from './library-routes.js';
import { Problem, type Env } from './problem.js';
import { serializeAnswer } from './serialize-answer.js';

/** Where a question came from: each can be switched off by itself. */
export type Channel = 'api' | 'web' | 'widget' | 'openai' | 'mcp';

/** One question: alone, with the history it came with, or as the next turn of a conversation kept here. */
type Turn = {
  readonly messages: readonly Message[];
  readonly conversationId?: string | undefined;
  readonly channel: Channel;
  /** A policy's id, or '*' for all. */
  readonly policy?: string | undefined;
};

export type Converse = {
  /**
   * Checks a turn at once, and returns what answers, remembers and records it. So a problem with the question itself is a
   * status, never an event in a stream that has begun.
   * @throws Problem when the channel is off or the question too long
   */
  begin(c: Context<Env>, turn: Turn): Answering;
  /** Drops what is held in memory of a person, not yet written. */
  drop(owner: Owner): void;
};

/** Answers, remembers and records; a watcher sees the answer while it is being made. */
export type Answering = (watching?: Pick<Asking, 'signal' | 'watch'>) => Promise<AnswerObject>;

/** The conversations of all channels over HTTP. */
export function createConverse(assistant: Assistant, respond: Respond, clients: Clients): Converse {
  const { store } = clients;
  const conversations = new Conversations(store);

  async function answerTurn(
    c: Context<Env>,
    turn: Turn,
    content: string,
    watching: Parameters<Answering>[0] = { signal: c.req.raw.signal },
  ): Promise<AnswerObject> {
    const { messages: given, channel, conversationId } = turn;
    const id = conversationId ?? randomUUID();
    const begun = performance.now();
    const owner = await ownerOf(clients, c.env);
    const isStateless = given.length > 1; // a caller that sends its own history is not given ours as well
    const isKnown = !isStateless && conversationId !== undefined; // one that begins here has nothing to remember
    const messages = isKnown ? [...(await conversations.get(owner, id)), ...given] : given;
    const asking = { client: owner.current, policy: turn.policy, ...watching };
    const { answer: said, ...made } = await respond(messages, asking);
    const answer = serializeAnswer(said, assistant, id, made);
    if (!isStateless) {
      const question = maskPersonalData(content).text;
      const reply = { role: 'assistant', content: answer.text } as const;
      await conversations.add(owner, channel, id, { role: 'user', content: question }, reply);
    }
    if (store !== undefined) {
      const circumstances = { owner, channel, requestId: c.get('requestId'), question: content };
      recordAnswer(store, answer, { ...circumstances, ms: performance.now() - begun });
    }
    return answer;
  }

  return {
    begin: (c, turn) => {
      if (store?.settings.isOff(`channel:${turn.channel}`) === true)
        throw new Problem(
          503,
          'Switched Off',
          'This channel is switched off at the moment. Try again later.',
        );
      if (turn.policy !== undefined) checkPolicy(turn.policy, assistant);
      const content = checkQuestion(turn.messages.at(-1)?.content ?? '');
      return (watching) => answerTurn(c, turn, content, watching);
    },
    drop: (owner) => conversations.drop(owner),
  };
}

/** Our own pages and pages that embed the widget are told from programs by what a browser says of itself. */
export function channelOf(c: Context<Env>): Channel {
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  if (site === 'same-origin') return 'web';
  if (site === undefined && origin === undefined) return 'api';
  const isOwn =
    site === undefined && URL.canParse(origin ?? '') && new URL(origin ?? '').host === c.req.header('host');
  return isOwn ? 'web' : 'widget';
}
