import type { Answer, NonEmpty } from '../answering/answer.js';
import { refused } from '../answering/compose.js';
import { fill } from '../answering/replies.js';
import type { Message } from '../conversation/message.js';
import type { Reading } from '../retrieval/retriever.js';
import type { SearchResult } from '../retrieval/search-result.js';
import { answerInPolicy, memoryOf } from './answer-in-policy.js';
import { ANSWERING_COVERAGE } from './clause-index.js';
import type { Library, PolicyInfo } from './library.js';
import { fromPolicy, mergeAnswers, type Part } from './merge-answers.js';
import { PolicyReader, type ReadAsPlan } from './policy-reader.js';
import { PLAN_WORDS, scopeOf, type Scope } from './scope.js';
import type { LibraryWording } from './wording.js';

/** All policies at once, as the scope of a request. */
export const EVERY_POLICY = '*';
/** A policy's id, or '*'; without one the question itself says whom it is put to. */
export type AskOptions = { readonly policy?: string | undefined };
/** A clause found in a policy. */
export type LibraryResult = SearchResult & { readonly policy: string };

/** What the library needs of the first plan's assistant. */
type PlanAssistant = {
  ask(messages: readonly Message[]): Promise<Answer>;
  readonly read: ReadAsPlan;
};

const MOST_POLICIES = 3;
const NEARLY_AS_GOOD = 0.7;
const COMPARING =
  /(?:相?比较?|对比|相比|比起来)(?:一下)?|(?:有|是)?(?:什么|啥|何|哪些)(?:区别|不同|差异|异同|不一样)|区别(?:在哪)?|差异|一样吗|是否一致|分别|各自/gu;
const OUTLINE = '一共有几条';

/** Puts questions to the policies they are about. With an empty library it is the plan's assistant and nothing else. */
export class LibraryAssistant {
  readonly #readers = new Map<string, PolicyReader>();
  #read: { readonly question: string; readonly reading: Reading } | undefined;

  constructor(
    readonly library: Library,
    readonly plan: PlanAssistant,
    readonly wording: LibraryWording,
  ) {}

  /** @throws RangeError when the policy asked for is not there; channels check that first */
  async ask(messages: readonly Message[], { policy }: AskOptions = {}): Promise<Answer> {
    const scope = policy === undefined ? this.#scopeOf(messages) : this.#given(policy);
    switch (scope.kind) {
      case 'plan':
        return this.#askPlan(messages);
      case 'of': {
        const id = this.#best(scope.ids, messages);
        return id === this.#planId ? this.#askPlan(messages) : this.#askOne(id, messages);
      }
      case 'compare':
        return this.#compare(scope.groups, messages);
      case 'all':
        return this.#askAll(messages);
    }
  }

  /** Clauses ranked within a policy, or of all of them. */
  async search(query: string, limit: number, policy: string): Promise<LibraryResult[]> {
    if (policy !== EVERY_POLICY) return this.#reader(policy).read(query).results.slice(0, limit).map((one) => ({ ...one, policy })); // prettier-ignore
    const hits = await this.library.search(query, limit);
    return hits.flatMap(({ policy: id, clause, score }) => {
      const found = this.#reader(id)
        .read(query)
        .results.find((one) => one.clause === clause);
      return found === undefined ? [] : [{ ...found, score, policy: id }];
    });
  }

  /** Several policies are asked the same question: the plan's models read it once. */
  readonly #readOnce: ReadAsPlan = (question) => {
    const reading = this.#read?.question === question ? this.#read.reading : this.plan.read(question);
    this.#read = { question, reading };
    return reading;
  };

  get #planId(): string {
    return this.library.plan.policy.id;
  }

  #scopeOf(messages: readonly Message[]): Scope {
    if (this.library.isEmpty) return { kind: 'plan' };
    return scopeOf(messages, this.library.names, this.#planId, (ids) =>
      memoryOf(this.#reader(ids[0] ?? this.#planId), this.wording.repliesFor('')),
    );
  }

  #given(policy: string): Scope {
    if (policy === EVERY_POLICY) return { kind: 'all' };
    if (!this.library.has(policy)) throw new RangeError(`there is no policy ${policy}`);
    return { kind: 'of', ids: [policy] };
  }

  async #askPlan(messages: readonly Message[]): Promise<Answer> {
    const answer = await this.plan.ask(messages);
    const notice = this.#noticeFor(this.#planId);
    if (notice === '') return answer;
    return { ...answer, segments: [{ kind: 'template', text: notice, citations: [] }, ...answer.segments] };
  }

  #askOne(id: string, messages: readonly Message[]): Answer {
    return fromPolicy(this.#part(id, messages, [id]), this.#noticeFor(id), { wording: this.wording, plan: this.#planId }); // prettier-ignore
  }

  /** What one policy says; `named` are the policies whose names are no part of what is asked. */
  #part(id: string, messages: readonly Message[], named: readonly string[]): Part {
    const policy = this.#info(id);
    const asked = messages.map((message) => message.role === 'user' ? { ...message, content: this.#without(message.content, named) } : message); // prettier-ignore
    const answer = answerInPolicy(asked, this.#reader(id), this.wording.repliesFor(policy.title));
    return { policy, answer };
  }

  async #compare(groups: readonly (readonly string[])[], messages: readonly Message[]): Promise<Answer> {
    const ids = groups.map((group) => this.#best(group, messages));
    const question = this.#without(messages.at(-1)?.content ?? '', ids)
      .replace(PLAN_WORDS, ' ')
      .replace(COMPARING, ' ')
      .replace(/^[\s,，、的和与跟同里中]+|[\s,，、的和与跟同]+$/gu, '');
    return this.#merge(ids, question);
  }

  async #askAll(messages: readonly Message[]): Promise<Answer> {
    const question = messages.at(-1)?.content ?? '';
    const hits = await this.library.search(question, 4 * MOST_POLICIES);
    const top = hits[0]?.score ?? 0;
    const good = hits.filter(({ score, coverage }) => coverage >= ANSWERING_COVERAGE && score >= NEARLY_AS_GOOD * top); // prettier-ignore
    const ids = [...new Set(good.map(({ policy }) => policy))].slice(0, MOST_POLICIES);
    return this.#merge(ids, question);
  }

  async #merge(ids: readonly string[], question: string): Promise<Answer> {
    const parts: Part[] = [];
    const asked = [{ role: 'user', content: question }] as const;
    for (const id of ids) {
      const answer = id === this.#planId ? await this.plan.ask(asked) : undefined;
      parts.push(answer === undefined ? this.#part(id, asked, []) : { policy: this.#info(id), answer });
    }
    const [first, ...rest] = parts;
    if (first === undefined) return refused('not_in_plan', this.wording.notInLibrary, this.wording.repliesFor('')); // prettier-ignore
    const all: NonEmpty<Part> = [first, ...rest];
    return mergeAnswers(all, { wording: this.wording, plan: this.#planId });
  }

  /** Of several policies, the one with the best clause for what is asked. */
  #best(ids: readonly string[], messages: readonly Message[]): string {
    const [only = this.#planId, ...others] = ids;
    if (others.length === 0) return only;
    const question = this.#without(messages.at(-1)?.content ?? '', ids);
    const scored = ids.map((id) => ({
      id,
      score: this.library.index.searchIn(id, question, 1)[0]?.score ?? 0,
    }));
    return scored.reduce((best, one) => (one.score > best.score ? one : best)).id;
  }

  #without(question: string, ids: readonly string[]): string {
    const rest = this.library.names.without(
      question,
      ids.map((id) => this.#info(id)),
    );
    if (rest === question) return question;
    return /[\p{L}\p{N}]{2}/u.test(rest) ? rest : OUTLINE;
  }

  #noticeFor(id: string): string {
    const newer = this.library.supersededBy(id);
    if (newer === undefined) return '';
    const { title, documentNumber: number } = this.#info(newer);
    return fill(this.wording.superseded, { title, number });
  }

  #info(id: string): Pick<PolicyInfo, 'id' | 'title' | 'documentNumber' | 'issuer'> {
    const policy = this.library.policy(id);
    if (policy === undefined) throw new RangeError(`there is no policy ${id}`);
    return policy;
  }

  #reader(id: string): PolicyReader {
    const policy = this.library.policy(id);
    if (policy === undefined) throw new RangeError(`there is no policy ${id}`);
    const held = this.#readers.get(id);
    if (held?.policy === policy) return held;
    const reader = new PolicyReader(policy, this.library.index, this.#readOnce);
    this.#readers.set(id, reader);
    const [oldest] = this.#readers.keys();
    if (this.#readers.size > READERS && oldest !== undefined) this.#readers.delete(oldest);
    return reader;
  }
}

// A reader holds a policy's targets; those asked of lately are enough.
const READERS = 100;
