import { clausesCited, textOf } from '../record.js';
import { CHECKS, type Check } from '../score-case.js';
import type { Row, Summary } from '../summarize.js';

// promptfoo's ResultFailureReason.
const NO_FAILURE = 0;
const FAILED_ASSERTION = 1;
const CRASHED = 2;

const PROMPT = { raw: '{{question}}', label: 'question' } as const;
const PROMPT_ID = 'question';

/**
 * A run as a promptfoo output file (version 3), for its viewer and for tools that read it: a test a case, a component result a check. The
 * score of a test is its strict verdict, as the headline is; measures are its named scores.
 * @param timestamp ISO time of the run
 */
export function toPromptfoo(summary: Summary, timestamp: string): string {
  const { rows, system, runId } = summary;
  const errors = rows.filter(({ record }) => record.error !== null).length;
  const successes = rows.filter(({ score }) => score.strict).length;
  const failures = rows.length - successes - errors;
  const checks = rows.flatMap(({ score }) => CHECKS.map((check) => score.checks[check]));
  const assertPassCount = checks.filter(Boolean).length;
  // Tokens are not recorded; requests are all that is known.
  const tokenUsage = { numRequests: rows.length };
  const metrics = {
    ...{ score: successes, testPassCount: successes, testFailCount: failures, testErrorCount: errors },
    ...{ assertPassCount, assertFailCount: checks.length - assertPassCount },
    totalLatencyMs: summary.milliseconds.reduce((sum, one) => sum + one, 0),
    tokenUsage,
    namedScores: Object.fromEntries(CHECKS.map((check) => [check, rows.filter(({ score }) => score.checks[check]).length])), // prettier-ignore
    namedScoresCount: Object.fromEntries(CHECKS.map((check) => [check, rows.length])),
    cost: 0,
  };
  const output = {
    evalId: `suwen-${runId}`,
    results: {
      version: 3,
      timestamp,
      prompts: [{ ...PROMPT, id: PROMPT_ID, provider: system, metrics }],
      results: rows.map((row, testIdx) => resultOf(row, testIdx, system)),
      stats: { successes, failures, errors, tokenUsage },
    },
    config: { description: `${system}, run ${runId}`, providers: [system], prompts: [PROMPT.raw], metadata: { textHash: summary.textHash, casesHash: summary.casesHash } }, // prettier-ignore
    shareableUrl: null,
  };
  return `${JSON.stringify(output, null, 2)}\n`;
}

function resultOf({ one, record, score }: Row, testIdx: number, system: string) {
  const failed = CHECKS.filter((check) => !score.checks[check]);
  const vars = { question: one.question, ...(one.history === undefined ? {} : { history: one.history }) };
  const reason = record.error ?? (failed.length === 0 ? 'all checks hold' : `fails ${failed.join(', ')}`);
  const verdict = { pass: score.strict, score: Number(score.strict), reason };
  const namedScores = {
    ...Object.fromEntries(CHECKS.map((check) => [check, Number(score.checks[check])])),
    ...Object.fromEntries(Object.entries(score.measures).filter(([, value]) => value !== null)),
  };
  const said = { outcome: record.outcome, missing: record.missing, clauses: clausesCited(record), confidence: record.confidence }; // prettier-ignore
  return {
    id: `${record.runId}-${one.id}`,
    ...{ promptIdx: 0, testIdx, promptId: PROMPT_ID },
    testCase: { description: one.id, vars, assert: CHECKS.map(assertionOf), metadata: { id: one.id, group: one.group, split: one.split, type: one.type, register: one.register, answerability: one.answerability } }, // prettier-ignore
    provider: { id: system, label: system },
    prompt: { ...PROMPT, raw: one.question },
    vars,
    response: { output: textOf(record), metadata: said, ...(record.error === null ? {} : { error: record.error }) }, // prettier-ignore
    ...(record.error === null ? {} : { error: record.error }),
    success: score.strict,
    score: Number(score.strict),
    namedScores,
    latencyMs: record.milliseconds,
    failureReason: record.error !== null ? CRASHED : score.strict ? NO_FAILURE : FAILED_ASSERTION,
    gradingResult: {
      ...verdict,
      namedScores,
      componentResults: CHECKS.map((check) => ({ pass: score.checks[check], score: Number(score.checks[check]), reason: score.checks[check] ? `${check} holds` : `${check} fails`, assertion: assertionOf(check) })), // prettier-ignore
    },
  };
}

/** Our checks have no counterpart among promptfoo's assertions; the metric names them. */
function assertionOf(check: Check) {
  return { type: 'javascript', value: `suwen: ${check}`, metric: check };
}
