// Half of the estimate is the newest observation: it follows a disk that grows slow within a few writes.
const NEWEST = 0.5;
const FIRST_GUESS_MS = 5;
const TICK_MS = 20;

/** How long an operation would wait: behind those under way, and behind all else that this process has to do. */
export class Pressure {
  #underWay = 0;
  #eachMs = FIRST_GUESS_MS;
  #finishedAt = 0;
  #tickAt = performance.now();

  constructor() {
    setInterval(() => {
      this.#tickAt = performance.now();
    }, TICK_MS).unref();
  }

  get waitMs(): number {
    const behind = performance.now() - this.#tickAt - TICK_MS;
    return this.#underWay * this.#eachMs + Math.max(0, behind);
  }

  async track<T>(operation: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    this.#underWay += 1;
    try {
      return await operation();
    } finally {
      this.#underWay -= 1;
      const now = performance.now();
      const took = now - Math.max(begun, this.#finishedAt);
      this.#eachMs = NEWEST * took + (1 - NEWEST) * this.#eachMs;
      this.#finishedAt = now;
    }
  }
}
