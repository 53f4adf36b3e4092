import { addressedText, withoutHidden } from './mention.js';
import { INDIVIDUAL, TEXT, type Contact, type Message } from './wechaty.js';
import { RateLimits } from './rate-limits.js';

/** What to do with a message. */
export type Decision =
  /** Nothing, and why: for counting, never for the sender. */
  | { readonly kind: 'ignore'; readonly why: Ignored }
  /** A fixed line. */
  | { readonly kind: 'notice'; readonly notice: 'type_instead' | 'too_many' }
  | { readonly kind: 'ask'; readonly text: string };

export type Ignored =
  | 'self'
  | 'not_text'
  | 'old'
  | 'duplicate'
  | 'not_a_person'
  | 'not_to_me'
  | 'own_kind'
  | 'too_many'
  | 'empty';

// Messages that came while the bot was away are no longer waited for, and puppets replay them at every start.
const MOST_AGE_S = 120;
const REMEMBERED = 5000;
const REMEMBERED_MS = 10 * 60 * 1000;
// One request to type for so long.
const TYPE_INSTEAD_MS = 10 * 60 * 1000;
// Cut before anything is done with it; longer than any question.
const MOST_CHARACTERS = 500;
const FILE_HELPER = 'filehelper';

/** Lets through what a person says to the bot, in the order of the cheapest check first. */
export class Gate {
  readonly #seen = new Map<string, number>();
  readonly #asked = new Map<string, number>();
  readonly #limits = new RateLimits();

  /** @param isOwnKind whether a text is one that this service sends: two bots must not talk to each other */
  constructor(private readonly isOwnKind: (text: string) => boolean) {}

  async decide(message: Message, me: Contact): Promise<Decision> {
    const room = message.room();
    const talker = message.talker();
    if (message.self() || talker.id === me.id) return ignore('self');
    const isText = message.type() === TEXT;
    if (!isText && room !== undefined) return ignore('not_text');
    if (message.age() > MOST_AGE_S) return ignore('old');
    if (this.#isSeen(message.id)) return ignore('duplicate');
    if (talker.type() !== INDIVIDUAL || talker.id === FILE_HELPER) return ignore('not_a_person');
    // Some puppets deliver what others say to each other.
    if (room === undefined && message.listener()?.id !== me.id) return ignore('not_to_me');
    if (!isText) return this.#typeInstead(talker.id);
    const given = message.text().slice(0, 4 * MOST_CHARACTERS);
    if (this.isOwnKind(given)) return ignore('own_kind');
    const text = room === undefined ? withoutHidden(given) : await addressedText(message, room, me, given);
    if (text === undefined) return ignore('not_to_me');
    if (text === '') return ignore('empty');
    const limit = this.#limits.take(talker.id, room?.id);
    if (limit === 'silent') return ignore('too_many');
    if (limit === 'notice') return { kind: 'notice', notice: 'too_many' };
    return { kind: 'ask', text: [...text].slice(0, MOST_CHARACTERS).join('') };
  }

  /** Tells that something was said to someone, for finding out who answers like a machine. */
  answered(talkerId: string): void {
    this.#limits.answered(talkerId);
  }

  #isSeen(id: string): boolean {
    const now = Date.now();
    const isSeen = now - (this.#seen.get(id) ?? -Infinity) < REMEMBERED_MS;
    remember(this.#seen, id, now);
    return isSeen;
  }

  #typeInstead(talkerId: string): Decision {
    const now = Date.now();
    if (now - (this.#asked.get(talkerId) ?? -Infinity) < TYPE_INSTEAD_MS) return ignore('not_text');
    remember(this.#asked, talkerId, now);
    return { kind: 'notice', notice: 'type_instead' };
  }
}

function ignore(why: Ignored): Decision {
  return { kind: 'ignore', why };
}

function remember(map: Map<string, number>, key: string, now: number): void {
  map.delete(key);
  map.set(key, now);
  const [oldest] = map.keys();
  if (map.size > REMEMBERED && oldest !== undefined) map.delete(oldest);
}
