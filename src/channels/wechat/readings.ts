import { z } from 'zod';
import type { Owner } from '../../storage/store.js';
import type { Ledger } from './ledger.js';
import { CONVERSATION } from './talk.js';

// People come back to an answer within minutes or ask again.
const KEPT_MS = 10 * 60 * 1000;
// A generated answer not there after this was lost with its process.
const LATE_MS = 60 * 1000;
// Answers looked back at; more are not waiting for anyone.
const MOST_TURNS = 12;

/** What is kept with an answer: the message it answers, and its parts not yet sent. */
const dataSchema = z.object({ key: z.string(), rest: z.array(z.string()) });
export type ReadingData = z.infer<typeof dataSchema>;
const partsSchema = z.array(z.string());

type Late = readonly string[] | 'running' | undefined;

/** What "1" or 继续 would bring. */
export type Waiting = { readonly text: string } | 'running' | 'nothing_better' | undefined;

/**
 * What waits for a person to ask for it: the further parts of long answers, and generated answers that came after the
 * reply. Each is given once, whichever replica is asked, because giving it is a claim.
 */
export class Readings {
  constructor(private readonly ledger: Ledger) {}

  /** Says that a generated answer is coming. */
  async expect(key: string, owner: Owner): Promise<void> {
    await this.ledger.messages.claim(lateKey(key), owner);
  }

  /** Keeps a generated answer, or none. `shown` of its parts were sent already. */
  async keep(key: string, owner: Owner, parts: readonly string[], shown = 0): Promise<void> {
    for (let i = 0; i < shown; i += 1) await this.#take(`${lateKey(key)}:${i}`, owner);
    await this.ledger.messages.answer(lateKey(key), JSON.stringify(parts));
  }

  /** The next part of what was read last; then, what else is waiting. */
  async next(owner: Owner): Promise<Waiting> {
    const answers = await this.#recent(owner);
    for (const { key, rest } of answers) {
      const late = await this.#late(key);
      const isLateRead = Array.isArray(late) && (await this.#isTaken(`${lateKey(key)}:0`));
      const part = isLateRead ? await this.#takeFrom(lateKey(key), late, owner) : undefined;
      const text = part ?? (isLateRead ? undefined : await this.#takeFrom(restKey(key), rest, owner));
      if (text !== undefined) return { text };
    }
    return this.#lateOf(answers, owner);
  }

  /** The newest generated answer that was not sent yet; then, the next part of what was read last. */
  async late(owner: Owner): Promise<Waiting> {
    const found = await this.#lateOf(await this.#recent(owner), owner);
    return found ?? this.next(owner);
  }

  /** Whether a generated answer to another message than `key` waits or is coming. */
  async isOther(owner: Owner, key: string): Promise<boolean> {
    for (const answer of await this.#recent(owner)) {
      if (answer.key === key) continue;
      const late = await this.#late(answer.key);
      if (late === 'running') return true;
      if (late !== undefined && late.length > 0 && !(await this.#isTaken(`${lateKey(answer.key)}:0`)))
        return true;
    }
    return false;
  }

  async #lateOf(answers: readonly ReadingData[], owner: Owner): Promise<Waiting> {
    let found: Waiting;
    for (const { key } of answers) {
      const late = await this.#late(key);
      if (late === undefined) continue;
      if (late === 'running') found ??= 'running';
      else if (late.length === 0) {
        if (await this.#take(`${lateKey(key)}:0`, owner)) found ??= 'nothing_better';
      } else if (await this.#take(`${lateKey(key)}:0`, owner)) return { text: late[0] ?? '' };
    }
    return found;
  }

  async #late(key: string): Promise<Late> {
    const found = await this.ledger.messages.find(lateKey(key));
    if (found === undefined) return undefined;
    if (found.state === 'received') return Date.now() - found.at < LATE_MS ? 'running' : undefined;
    return partsSchema.catch([]).parse(JSON.parse(found.reply));
  }

  /** Newest first. */
  async #recent(owner: Owner): Promise<readonly ReadingData[]> {
    const turns = await this.ledger.conversations.read(owner, CONVERSATION, MOST_TURNS);
    return turns
      .filter(({ at }) => Date.now() - at < KEPT_MS)
      .flatMap(({ data }) => {
        const read = dataSchema.safeParse(data);
        return read.success ? [read.data] : [];
      })
      .toReversed();
  }

  async #takeFrom(name: string, parts: readonly string[], owner: Owner): Promise<string | undefined> {
    for (const [i, part] of parts.entries()) if (await this.#take(`${name}:${i}`, owner)) return part;
    return undefined;
  }

  /** Whether the caller is the first to take it. */
  async #take(key: string, owner: Owner): Promise<boolean> {
    const claim = await this.ledger.messages.claim(key, owner);
    if (claim.state !== 'new') return false;
    await this.ledger.messages.answer(key, 'sent');
    return true;
  }

  async #isTaken(key: string): Promise<boolean> {
    return (await this.ledger.messages.find(key)) !== undefined;
  }
}

const lateKey = (key: string) => `late:${key}`;
const restKey = (key: string) => `rest:${key}`;
