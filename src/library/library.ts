import type { Policy } from '../domain/policy.js';
import { ClauseIndex, type ClauseHit } from './clause-index.js';
import { ClauseVectors, keyOf } from './clause-vectors.js';
import { SharedClauseVectors, type OpenSharedStore } from './shared-clause-vectors.js';
import { Names } from './named.js';
import { readShelf } from './shelf.js';
import { unshelve, type ShelvedPolicy } from './shelved-policy.js';

/** What is told of a policy in a list. */
export type PolicyInfo = {
  readonly id: string;
  readonly title: string;
  readonly documentNumber: string;
  readonly issuer: string;
  readonly issuedOn: string;
  readonly version: number;
  readonly clauses: number;
  readonly textHash: string;
  /** The policy that took this one's place, if one did. */
  readonly supersededBy: string | null;
};

/** The first plan, which is always there. */
export type Plan = { readonly policy: Policy; readonly textHash: string };

// Policies whose clauses are held cut up: those asked of lately. The others are their text alone.
const HELD = 100;

/** All policies that can be asked: the first plan and those on the shelf, with one index over all their clauses. */
export class Library {
  readonly names: Names;
  readonly #shelved: ReadonlyMap<string, ShelvedPolicy>;
  readonly #supersededBy: ReadonlyMap<string, string>;
  readonly #held = new Map<string, Policy>();

  private constructor(
    readonly plan: Plan,
    policies: readonly ShelvedPolicy[],
    readonly index: ClauseIndex,
    /** Policies that could not be read, each with its remedy. */
    readonly doubts: readonly string[],
  ) {
    this.#shelved = new Map(policies.map((policy) => [policy.id, policy]));
    this.#supersededBy = new Map(policies.flatMap(({ id, supersedes }) => (supersedes === null ? [] : [[supersedes, id]]))); // prettier-ignore
    const current = policies.filter(({ id }) => !this.#supersededBy.has(id));
    const old = policies.filter(({ id }) => this.#supersededBy.has(id));
    // Of two policies of one number or place the current one is meant; the old one is asked for by its title.
    this.names = new Names([...old.map((policy) => ({ ...policy, issuer: '' })), ...current], plan.policy.text); // prettier-ignore
  }

  /**
   * Opens the library's folder; an absent one is an empty library. Vectors that are missing are made, in memory only.
   * @param openShared a store of vectors that replicas share, instead of those in the folder
   */
  static async open(directory: string, plan: Plan, openShared?: OpenSharedStore): Promise<Library> {
    const { policies, doubts } = readShelf(directory);
    const indexed = [
      { id: plan.policy.id, clauses: plan.policy.clauses },
      ...policies.map(({ id, text, clauses }) => ({ id, clauses: clauses.map(({ number, start, end }) => ({ number, text: text.slice(start, end) })) })), // prettier-ignore
    ];
    const texts = new Map(indexed.flatMap(({ clauses }) => clauses.map(({ text }) => [keyOf(text), text])));
    const { vectors, doubt } = await (openShared ? SharedClauseVectors.open(openShared, texts) : ClauseVectors.open(directory, texts)); // prettier-ignore
    const index = new ClauseIndex(indexed, vectors);
    return new Library(plan, policies, index, doubt === null ? doubts : [...doubts, openShared ? `vectors are not used: ${doubt}` : `vectors were made anew: ${doubt}`]); // prettier-ignore
  }

  /** Whether there is any policy besides the plan. */
  get isEmpty(): boolean {
    return this.#shelved.size === 0;
  }

  /** Whether the clauses of all policies are found by vectors too, or by words alone. */
  get hasVectors(): boolean {
    return this.index.hasVectors;
  }

  has(id: string): boolean {
    return id === this.plan.policy.id || this.#shelved.has(id);
  }

  /** Every policy, the first plan first. */
  list(): PolicyInfo[] {
    const { policy, textHash } = this.plan;
    const plan = { ...policy, version: 1, textHash, clauses: policy.clauses.length };
    const all = [plan, ...[...this.#shelved.values()].map((one) => ({ ...one, clauses: one.clauses.length }))]; // prettier-ignore
    return all.map(({ id, title, documentNumber, issuer, issuedOn, version, clauses, textHash }) => ({
      ...{ id, title, documentNumber, issuer, issuedOn, version, clauses, textHash },
      supersededBy: this.supersededBy(id) ?? null,
    }));
  }

  /** The policy that took another's place. */
  supersededBy(id: string): string | undefined {
    return this.#supersededBy.get(id);
  }

  textHashOf(id: string): string {
    return this.#shelved.get(id)?.textHash ?? this.plan.textHash;
  }

  /** A policy with its clauses. */
  policy(id: string): Policy | undefined {
    if (id === this.plan.policy.id) return this.plan.policy;
    const shelved = this.#shelved.get(id);
    if (shelved === undefined) return undefined;
    const policy = this.#held.get(id) ?? unshelve(shelved);
    this.#held.delete(id);
    this.#held.set(id, policy);
    const [oldest] = this.#held.keys();
    if (this.#held.size > HELD && oldest !== undefined) this.#held.delete(oldest);
    return policy;
  }

  /** The best clauses of all policies that no other took the place of. */
  search(question: string, k: number): Promise<ClauseHit[]> {
    return this.index.search(question, k, (id) => !this.#supersededBy.has(id));
  }
}
