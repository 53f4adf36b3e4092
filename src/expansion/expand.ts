import { clauseOf } from '../domain/policy.js';
import type { ChatModel } from '../model/chat-model.js';
import { ModelError } from '../model/model-error.js';
import { readCorpus, seenInCorpus } from './corpus-files.js';
import { negativeLabel, questionLabel } from './label.js';
import { lintQuestion, type Candidate } from './lint-question.js';
import type { ExpandPrompts } from './prompts.js';
import { appendReview, beginReview, readReview, type DonePart, type ReviewNegative, type ReviewQuestion } from './review-file.js'; // prettier-ignore
import type { SeenQuestions } from './seen-questions.js';
import type { Source } from './source.js';
import { writePart, type Amounts, type Part, type Written } from './write-part.js';

// As many calls as a small provider allows at once.
const CALLS_AT_ONCE = 4;
// After so many parts in a row the endpoint, not the part, is what is wrong.
const GIVE_UP_AFTER = 3;

export type Expansion = {
  readonly source: Source;
  readonly model: ChatModel;
  readonly prompts: ExpandPrompts;
  /** The review file. What is done in it is not done again. */
  readonly out: string;
  readonly amounts: Amounts;
  readonly clauses: readonly number[];
  readonly askers: readonly string[];
  readonly print: (text: string) => void;
};

/** Parts done before, done now, and not done. */
export type Progress = { readonly before: number; readonly now: number; readonly failed: number };

/**
 * Has a model write questions for each clause as each kind of person, drops what is no use, and adds the rest to the review file, part by
 * part, so that it may be stopped and run again at any time.
 */
export async function expand(expansion: Expansion): Promise<Progress> {
  const { source, out, print } = expansion;
  const { policy, textHash, file } = source;
  beginReview(out, { policy: policy.id, file, textHash });
  const review = readReview(out);
  const [problem] = review.problems;
  if (problem !== undefined) throw new Error(`${problem}. Correct the line or delete it.`);
  if (review.header.textHash !== textHash)
    throw new Error(`${out} holds questions for another text of ${review.header.policy}. Give --out another name.`); // prettier-ignore
  const seen = seenInCorpus(readCorpus(source.directory));
  for (const row of review.rows) {
    seen.add(row.value.question, row.type === 'question' ? questionLabel(row.value) : negativeLabel(row.value)); // prettier-ignore
  }
  const done = new Set(review.done.map((part) => keyOf(part.done.clause, part.done.asker)));
  const all = partsOf(expansion);
  const parts = all.filter(({ clause, asker }) => !done.has(keyOf(clause.number, asker)));
  const queue = parts.values();
  let now = 0;
  let inARow = 0;
  let fatal: ModelError | undefined;

  const work = async () => {
    for (const part of queue) {
      if (fatal !== undefined) return;
      try {
        const written = await writePart(expansion.model, expansion.prompts, policy, part, expansion.amounts);
        const lines = sift(written, part, expansion, seen);
        appendReview(out, lines);
        now += 1;
        inARow = 0;
        print(summaryOf(lines.at(-1) as DonePart));
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        inARow += 1;
        print(`clause ${part.clause.number}, ${part.asker}: ${error.message}`);
        const isHopeless = error.fault === 'model_misconfigured' || error.fault === 'model_budget';
        if (isHopeless || inARow >= GIVE_UP_AFTER) fatal = error;
      }
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work));
  return { before: all.length - parts.length, now, failed: parts.length - now };
}

function partsOf({ source: { policy }, clauses, askers }: Expansion): Part[] {
  return clauses.flatMap((number) => {
    const clause = clauseOf(policy, number);
    return clause ? askers.map((asker) => ({ clause, asker })) : [];
  });
}

function keyOf(clause: number, asker: string): string {
  return `${clause} ${asker}`;
}

/** What of a reply is worth a person's time, and last a line that says that the part is done and why the rest was dropped. */
function sift(
  { questions, misses, malformed }: Written,
  { clause, asker }: Part,
  { source: { policy }, model, amounts }: Expansion,
  seen: SeenQuestions<string>,
): (ReviewQuestion | ReviewNegative | DonePart)[] {
  const dropped: Record<string, number> = {};
  const drop = (reason: string) => {
    dropped[reason] = (dropped[reason] ?? 0) + 1;
  };
  for (let i = 0; i < malformed; i += 1) drop('malformed');
  const isKept = (candidate: Candidate, label: string): boolean => {
    const before = seen.find(candidate.question);
    const reason =
      lintQuestion(candidate, policy)?.reason ??
      (before && (before.label === label ? before.how : 'contradicts'));
    if (reason !== undefined) drop(reason);
    else seen.add(candidate.question, label);
    return reason === undefined;
  };
  const number = clause.number;
  const words = (sentence: number) => clause.sentences.find(({ index }) => index === sentence)?.text ?? clause.text; // prettier-ignore
  // A model that does not stop counting is not followed.
  const asked = questions.slice(0, 2 * amounts.questions).flatMap((one): ReviewQuestion[] => {
    const { question, sentence, asks, covered } = { ...one, question: one.question.trim() };
    if (!isKept({ question, clause: number, sentence, asks, covered }, questionLabel({ clause: number, covered }))) return []; // prettier-ignore
    const says = sentence === 0 ? clause.title : words(sentence);
    return [{ accepted: null, clause: number, sentence, question, asks, covered, set: `expand_${asker}`, says }]; // prettier-ignore
  });
  const missed = misses.slice(0, 2 * amounts.misses).flatMap((one): ReviewNegative[] => {
    const { question, kind } = { ...one, question: one.question.trim() };
    if (!isKept({ question, clause: number, sentence: 0, covered: false }, negativeLabel({ kind })))
      return [];
    return [{ accepted: null, question, kind, near: number, says: clause.title }];
  });
  const rows = [...asked, ...missed];
  return [...rows, { done: { clause: number, asker }, model: model.name, kept: rows.length, dropped }];
}

function summaryOf({ done: { clause, asker }, kept, dropped }: DonePart): string {
  const reasons = Object.entries(dropped).map(([reason, count]) => `${reason} ${count}`);
  return `clause ${clause}, ${asker}: ${kept} kept${reasons.length > 0 ? `, dropped: ${reasons.join(', ')}` : ''}`;
}
