import { clauseOf, type Policy } from '../src/domain/policy.js';
import { foldToWords } from '../src/retrieval/fold.js';
import type { QuestionData } from '../src/retrieval/question-data.js';

/**
 * Checks the corpus's questions, negatives and lexicon against the plan and against each other: unknown clauses and sentences,
 * the same question twice, the same question with different labels, a word that means two things.
 * @returns one line a problem, each with its file, line and remedy
 */
export function lintCorpus({ questions, negatives, lexicon }: QuestionData, policy: Policy): string[] {
  const known = (clause: number, sentence: number) =>
    sentence === 0 || clauseOf(policy, clause)?.sentences.some(({ index }) => index === sentence);
  const wrong = questions.flatMap(({ clause, sentence, also = [] }, i) => {
    const missing = [clause, ...[also].flat()].filter((number) => number < 1 || clauseOf(policy, number) === undefined); // prettier-ignore
    const at = `corpus/questions.jsonl:${i + 1}`;
    if (missing.length > 0) return [`${at}: clause ${missing.join(', ')} does not exist; the plan has 1 to ${policy.clauses.length}`]; // prettier-ignore
    return known(clause, sentence) ? [] : [`${at}: clause ${clause} has no sentence ${sentence}; 0 stands for the whole clause`]; // prettier-ignore
  });
  const far = negatives.flatMap(
    ({ near }, i) =>
    near === null || clauseOf(policy, near) !== undefined ? [] : [`corpus/negatives.jsonl:${i + 1}: near ${near} does not exist; null stands for none`], // prettier-ignore
  );
  return [...wrong, ...far, ...repeated(questions, negatives), ...ambiguous(lexicon)];
}

function repeated(questions: QuestionData['questions'], negatives: QuestionData['negatives']): string[] {
  const seen = new Map<string, { readonly at: string; readonly label: string }>();
  const rows = [
    ...questions.map(({ question, clause, covered }, i) => ({ question, at: `corpus/questions.jsonl:${i + 1}`, label: `clause ${clause}, covered ${covered}` })), // prettier-ignore
    ...negatives.map(({ question, kind }, i) => ({ question, at: `corpus/negatives.jsonl:${i + 1}`, label: kind })), // prettier-ignore
  ];
  return rows.flatMap(({ question, at, label }) => {
    const key = foldToWords(question);
    if (key === '') return []; // nonsense of marks alone
    const before = seen.get(key);
    seen.set(key, before ?? { at, label });
    if (before === undefined) return [];
    return before.label === label ? [`${at}: the same question as ${before.at}; remove one`] : [`${at}: "${label}", but ${before.at} has the same question as "${before.label}"; decide and remove one`]; // prettier-ignore
  });
}

function ambiguous(lexicon: QuestionData['lexicon']): string[] {
  const seen = new Map<string, string>();
  return lexicon.flatMap(({ canonical, aliases }) =>
    [canonical, ...aliases].flatMap((word) => {
      const before = seen.get(word);
      seen.set(word, before ?? canonical);
      return before === undefined || before === canonical ? [] : [`corpus/lexicon.json: "${word}" is said to mean both ${before} and ${canonical}; keep one`]; // prettier-ignore
    }),
  );
}
