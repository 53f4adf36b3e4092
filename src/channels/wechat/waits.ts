/** Work done one after another for each person; different people do not wait for each other. */
export class Lines {
  readonly #lines = new Map<string, { tail: Promise<unknown>; length: number }>();

  /** How many are being done or wait. */
  lengthOf(person: string): number {
    return this.#lines.get(person)?.length ?? 0;
  }

  /** Resolves when all that is being done or waits now is done. */
  async quiet(person: string): Promise<void> {
    await this.#lines.get(person)?.tail;
  }

  /** Begins `work` when all before it is done, well or badly. */
  after<T>(person: string, work: () => Promise<T>): Promise<T> {
    const line = this.#lines.get(person) ?? { tail: Promise.resolve(), length: 0 };
    line.length += 1;
    this.#lines.set(person, line);
    const now = line.tail.then(work);
    const leave = () => {
      line.length -= 1;
      if (line.length === 0) this.#lines.delete(person);
    };
    line.tail = now.then(leave, leave);
    return now;
  }
}

/** What `work` resolves to, or 'late' when that takes longer than `ms`; the work goes on. */
export async function within<T>(work: Promise<T>, ms: number): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ms, 'late');
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
