import type { Logger } from 'pino';
import type { Assistant } from '../assistant.js';
import type { OperationMetrics } from './metrics.js';

/** What answers requests; made from one assistant, and knowing no other. */
export type Handler = {
  fetch(request: Request, env?: unknown): Response | Promise<Response>;
};

/** All that is read from files: made once, used together. */
export type Content = { readonly assistant: Assistant };

export type LiveOptions<C extends Content> = {
  /** Reads corpus, wording and index again, without holding up answers. Throws when anything is wrong with them. */
  readonly open: () => Promise<C>;
  /** Makes the service of one version: what was read, and the clauses that are switched off in it. Reads nothing. */
  readonly build: (content: C, hidden: readonly number[]) => Handler;
  /** Whether a clause is switched off now; from memory. */
  readonly isOff: (clause: number) => boolean;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  readonly metrics: OperationMetrics;
};

type Version<C> = {
  readonly content: C;
  readonly hidden: readonly number[];
  readonly handler: Handler;
};

/**
 * The service that is in use, replaced as one value when what it is made from changes. A request is served by the version it came to,
 * from first to last: two versions never meet in one answer.
 */
export class LiveService<C extends Content> implements Handler {
  #version: Version<C>;
  #running: Promise<void> | undefined;
  #isAskedAgain = false;
  #failure: string | null = null;

  constructor(
    first: C,
    private readonly options: LiveOptions<C>,
  ) {
    this.#version = this.#make(first);
  }

  /** Bound, because servers are given it as a function. */
  readonly fetch = (request: Request, env?: unknown): Response | Promise<Response> =>
    this.#current().handler.fetch(request, env);

  /** Where the index in use came from. */
  get index(): Assistant['index'] {
    return this.#version.content.assistant.index;
  }

  /** The clauses switched off in the version in use. */
  get hidden(): readonly number[] {
    return this.#version.hidden;
  }

  /** Codes for /readyz. */
  get degraded(): readonly string[] {
    return this.#failure === null ? [] : ['reload_failed'];
  }

  /** Why the last reload failed, for logs and staff; null when it did not. */
  get failure(): string | null {
    return this.#failure;
  }

  /**
   * Takes up changed files. What is in use goes on answering until all of the new is read, checked and made, and for good when any of
   * it fails. Asked while a reload runs, one more follows: files may have changed after they were read.
   */
  reload(): Promise<void> {
    if (this.#running !== undefined) {
      this.#isAskedAgain = true;
      return this.#running;
    }
    this.#running = this.#reloadAll().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #reloadAll(): Promise<void> {
    do {
      this.#isAskedAgain = false;
      await this.#reloadOnce();
    } while (this.#isAskedAgain);
  }

  async #reloadOnce(): Promise<void> {
    const { logger, metrics, open } = this.options;
    const begun = performance.now();
    try {
      const content = await open();
      const { assistant } = content;
      await checkAnswers(assistant);
      this.#version = this.#make(content);
      this.#failure = null;
      const { textHash, index } = assistant;
      const ms = Math.round(performance.now() - begun);
      logger.info({ event: 'reload', textHash, index: index.origin, doubt: index.doubt, ms }, 'reloaded');
      metrics.reloaded(assistant);
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
      logger.error({ event: 'reload', error: this.#failure }, 'not reloaded; what was in use goes on');
      metrics.reloadFailed();
    }
  }

  /** The version in use, made anew when a clause was switched. */
  #current(): Version<C> {
    const { content, hidden } = this.#version;
    const now = this.#hiddenIn(content.assistant);
    if (now.join() !== hidden.join()) this.#version = this.#make(content);
    return this.#version;
  }

  #make(content: C): Version<C> {
    const hidden = this.#hiddenIn(content.assistant);
    return { content, hidden, handler: this.options.build(content, hidden) };
  }

  #hiddenIn({ policy }: Assistant): readonly number[] {
    return policy.clauses.map(({ number }) => number).filter((number) => this.options.isOff(number));
  }
}

/** Asks for the first and the last clause by number: what cannot even quote is not put in use. */
async function checkAnswers(assistant: Assistant): Promise<void> {
  const { clauses } = assistant.policy;
  for (const clause of [clauses[0], clauses.at(-1)]) {
    if (clause === undefined) throw new Error('the policy has no clauses');
    const answer = await assistant.ask([{ role: 'user', content: `第${clause.number}条原文` }]);
    const [quoted] = answer.outcome === 'answered' ? answer.citations : [];
    if (quoted?.clause !== clause.number || quoted.quote !== clause.text)
      throw new Error(`asked for clause ${clause.number}, the new version does not quote it`);
  }
}
