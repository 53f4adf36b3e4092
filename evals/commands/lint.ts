import { isDraft } from '../cases.js';
import * as context from '../context.js';
import { lintCases } from '../lint.js';
import { lintCorpus } from '../lint-corpus.js';
import { say } from './say.js';

/** Checks every case and every line of the corpus, and lists the drafts, which are not scored. @returns whether nothing is wrong */
export async function lint(): Promise<boolean> {
  const all = context.allCases();
  const { policy } = await context.openAssistant();
  const drafts = all.filter(isDraft);
  const cases = all.filter((one) => !isDraft(one));
  const corpus = context.corpusData();
  const asked = [...corpus.questions, ...corpus.negatives].map(({ question }) => question);
  const problems = lintCases(cases, policy, asked);
  const corpusProblems = lintCorpus(corpus, policy);
  for (const problem of corpusProblems) say(problem);
  for (const { at, id, problem } of problems) say(`evals/cases/${at}: ${id} ${problem}`);
  for (const { at, id } of drafts) say(`evals/cases/${at}: ${id} is a draft and not scored; have it reviewed and take the tag away`); // prettier-ignore
  say(`${cases.length} cases, ${problems.length} problems, ${drafts.length} drafts; ${asked.length} corpus questions, ${corpusProblems.length} problems`); // prettier-ignore
  say(context.agreement(cases));
  return problems.length + corpusProblems.length === 0;
}
