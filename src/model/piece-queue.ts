/** Pieces of text from the call to whoever reads them. A slow reader holds nothing up: the call is bounded by its byte limit. */
export class PieceQueue implements AsyncIterable<string> {
  #waiting: string[] = [];
  #over: { readonly error: unknown } | 'ended' | undefined;
  #wake: () => void = () => undefined;
  #text = '';
  #bytes = 0;

  /** @param signal fails the queue with its reason at once, whatever the call is doing */
  constructor(signal: AbortSignal) {
    const fail = () => this.fail(signal.reason);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  }

  /** All that came so far. */
  get text(): string {
    return this.#text;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(piece: string): void {
    this.#text += piece;
    this.#bytes += Buffer.byteLength(piece);
    this.#waiting.push(piece);
    this.#wake();
  }

  end(): void {
    this.#over ??= 'ended';
    this.#wake();
  }

  fail(error: unknown): void {
    this.#over ??= { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string, void> {
    for (;;) {
      const pieces = this.#waiting;
      this.#waiting = [];
      yield* pieces;
      if (this.#waiting.length > 0) continue;
      if (this.#over === 'ended') return;
      if (this.#over !== undefined) throw this.#over.error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
