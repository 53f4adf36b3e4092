const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
// More than a person reads; a burst of messages is what accounts are banned for.
const A_MINUTE = 6;
const A_DAY = 60;
const A_MINUTE_IN_ROOM = 12;
// Who answers so often so soon after being answered is a machine; then for so long nothing is said.
const SOON_MS = 8 * 1000;
const SOON_IN_A_ROW = 5;
const MUTED_MS = 10 * MINUTE_MS;
const MOST_TALKERS = 10_000;

type Talker = {
  minute: number[];
  day: number[];
  answeredAt: number;
  soon: number;
  mutedUntil: number;
  isTold: boolean;
};

/** How often someone is answered, in all and in one room. */
export class RateLimits {
  readonly #talkers = new Map<string, Talker>();
  readonly #rooms = new Map<string, number[]>();

  /** 'notice' once when the limit is reached, then 'silent' until it is over. */
  take(talkerId: string, roomId: string | undefined): 'ask' | 'notice' | 'silent' {
    const now = Date.now();
    const talker = this.#talkerOf(talkerId);
    talker.soon = now - talker.answeredAt < SOON_MS ? talker.soon + 1 : 0;
    if (talker.soon >= SOON_IN_A_ROW) talker.mutedUntil = now + MUTED_MS;
    if (now < talker.mutedUntil) return 'silent';
    talker.minute = since(talker.minute, now - MINUTE_MS);
    talker.day = since(talker.day, now - DAY_MS);
    if (talker.minute.length >= A_MINUTE || talker.day.length >= A_DAY) {
      const isFirst = !talker.isTold;
      talker.isTold = true;
      return isFirst ? 'notice' : 'silent';
    }
    if (roomId !== undefined && !this.#takeRoom(roomId, now)) return 'silent';
    talker.isTold = false;
    talker.minute.push(now);
    talker.day.push(now);
    return 'ask';
  }

  answered(talkerId: string): void {
    this.#talkerOf(talkerId).answeredAt = Date.now();
  }

  #takeRoom(roomId: string, now: number): boolean {
    const times = since(this.#rooms.get(roomId) ?? [], now - MINUTE_MS);
    const isAllowed = times.length < A_MINUTE_IN_ROOM;
    if (isAllowed) times.push(now);
    keep(this.#rooms, roomId, times);
    return isAllowed;
  }

  #talkerOf(id: string): Talker {
    const talker = this.#talkers.get(id) ?? {
      ...{ minute: [], day: [], answeredAt: -Infinity, soon: 0, mutedUntil: -Infinity, isTold: false },
    };
    keep(this.#talkers, id, talker);
    return talker;
  }
}

function since(times: readonly number[], start: number): number[] {
  return times.filter((time) => time > start);
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST_TALKERS && oldest !== undefined) map.delete(oldest);
}
