import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { AnswerObject } from '../../src/channels/api/answer-object.js';
import { clauseOf, type Policy } from '../../src/domain/policy.js';

type Wording = {
  readonly missingNames: Readonly<Record<string, string>>;
  readonly validity: string;
  readonly [name: string]: unknown;
};
type Template = { readonly pattern: RegExp; readonly slots: readonly string[] };

/**
 * The language of answers without a model: the wording of prompts/replies.yml, whose slots hold what the plan's order gives, and
 * exact slices of clauses. Whatever else an answer says is found.
 */
export class ClosedOutput {
  readonly #policy: Policy;
  readonly #templates: readonly Template[];
  readonly #missing: ReadonlySet<string>;

  constructor(root: string, policy: Policy) {
    this.#policy = policy;
    const wording = parse(readFileSync(join(root, 'prompts/replies.yml'), 'utf8')) as Wording;
    this.#missing = new Set([...Object.values(wording.missingNames), wording.validity]);
    // A line end parts quotes that do not touch.
    this.#templates = ['\n', ...stringsOf(wording)].map((text) => this.#template(text));
  }

  /** What is wrong with an answer; undefined when all of it decomposes. */
  fault(answer: AnswerObject): string | undefined {
    const { text, segments, citations, missing, suggestions } = answer;
    if (segments.length === 0) return 'no segments';
    if (segments.map((segment) => segment.text).join('') !== text) return `text is not its segments: ${text}`;
    for (const segment of segments) {
      const fault = segment.kind === 'quote' ? this.#quoteFault(segment) : this.#wordingFault(segment);
      if (fault !== undefined) return fault;
    }
    const quoted = new Set(segments.flatMap((segment) => segment.citations.map(({ clause }) => clause)));
    if (citations.some(({ clause }) => !quoted.has(clause))) return 'a clause is cited and not quoted';
    if (citations.length !== quoted.size) return 'a clause is quoted and not cited';
    const odd = missing.find((name) => !this.#missing.has(name));
    if (odd !== undefined) return `missing: ${odd}`;
    const unknown = suggestions.find((one) => !this.#isWording(one));
    return unknown === undefined ? undefined : `suggestion: ${unknown}`;
  }

  #quoteFault({ text, citations }: AnswerObject['segments'][number]): string | undefined {
    if (citations.length === 0) return `a quote without a citation: ${text}`;
    if (citations.map(({ quote }) => quote).join('') !== text) return `a quote says more: ${text}`;
    const wrong = citations.find(
      ({ clause, start, end, quote }) =>
        quote === '' || clauseOf(this.#policy, clause)?.text.slice(start, end) !== quote,
    );
    return wrong === undefined ? undefined : `not in clause ${wrong.clause}: ${wrong.quote}`;
  }

  #wordingFault({ kind, text }: AnswerObject['segments'][number]): string | undefined {
    if (kind !== 'template') return `a ${kind} segment without a model: ${text}`;
    return this.#isWording(text) ? undefined : `not fixed wording: ${text}`;
  }

  #isWording(text: string): boolean {
    return this.#templates.some(({ pattern, slots }) => {
      const found = pattern.exec(text);
      return found !== null && this.#areSlotsTrue(Object.fromEntries(slots.map((name, i) => [name, found[i + 1] ?? '']))); // prettier-ignore
    });
  }

  /** A number must be one there is, and a title that of the number beside it. */
  #areSlotsTrue(slots: Readonly<Record<string, string>>): boolean {
    const { title, section, clause } = slots;
    const isMissingKnown = slots['missing']?.split('、').every((name) => this.#missing.has(name)) ?? true;
    if (!isMissingKnown) return false;
    const found = section === undefined ? undefined : this.#policy.sections.find((one) => one.number === Number(section)); // prettier-ignore
    if (section !== undefined && found === undefined) return false;
    const named = clause === undefined ? undefined : clauseOf(this.#policy, Number(clause));
    if (clause !== undefined && named === undefined) return false;
    return title === undefined || title === (found ?? named)?.title;
  }

  #template(text: string): Template {
    const slots: string[] = [];
    const body = text.split(/(\{\w+\})/u).map((part) => {
      const slot = /^\{(\w+)\}$/u.exec(part)?.[1];
      if (slot === undefined) return escape(part);
      slots.push(slot);
      return slot === 'title' || slot === 'missing' ? '([^「」。\\n]+)' : '([0-9]{1,3})';
    });
    return { pattern: new RegExp(`^${body.join('')}$`, 'u'), slots };
  }
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
