import { collectDefaultMetrics, Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Answer } from '../answering/answer.js';
import type { Assistant } from '../assistant.js';

/** Answers take some milliseconds without a model, seconds with one. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const STEPS = ['retrieve', 'rest', 'answer'] as const;
const RESULTS = ['ok', 'failed'] as const;
const ORIGINS = ['saved', 'built'] as const;

/** What is counted of the process as a whole, over all versions it has had. Every label has a handful of values. */
export type OperationMetrics = {
  answered(answer: Answer): void;
  failed(): void;
  /** @param step retrieve is every reading of the index, answer the whole, rest what is between: reading, deciding, composing */
  took(step: (typeof STEPS)[number], seconds: number): void;
  reloaded(assistant: Assistant): void;
  reloadFailed(): void;
};

export type OperationOptions = {
  readonly version: string;
  /** How many clauses are switched off, read when metrics are. */
  readonly hiddenClauses: () => number;
  readonly isDegraded: () => boolean;
};

export function operationMetrics(
  registry: Registry,
  first: Assistant,
  options: OperationOptions,
): OperationMetrics {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const answers = new Counter({ name: 'suwen_answers_total', help: 'Answers by outcome, and for refusals by reason', labelNames: ['outcome', 'reason'], registers }); // prettier-ignore
  const steps = new Histogram({ name: 'suwen_answer_seconds', help: 'Time taken by each step of an answer', labelNames: ['step'], buckets: SECONDS, registers }); // prettier-ignore
  const reloads = new Counter({ name: 'suwen_reloads_total', help: 'Reloads of corpus and wording', labelNames: ['result'], registers }); // prettier-ignore
  const loadedAt = new Gauge({ name: 'suwen_version_loaded_timestamp_seconds', help: 'When the corpus and wording in use were read', registers }); // prettier-ignore
  const index = new Gauge({ name: 'suwen_index_info', help: 'Whether the index in use was saved or built', labelNames: ['origin'], registers }); // prettier-ignore
  const build = new Gauge({ name: 'suwen_build_info', help: 'What runs', labelNames: ['version', 'node'], registers }); // prettier-ignore
  const hidden: Gauge = new Gauge({ name: 'suwen_clauses_off', help: 'Clauses switched off', registers, collect: () => hidden.set(options.hiddenClauses()) }); // prettier-ignore
  const degraded: Gauge = new Gauge({ name: 'suwen_degraded', help: '1 when /readyz names anything degraded', registers, collect: () => degraded.set(options.isDegraded() ? 1 : 0) }); // prettier-ignore

  const inUse = (assistant: Assistant) => {
    loadedAt.setToCurrentTime();
    for (const origin of ORIGINS) index.set({ origin }, origin === assistant.index.origin ? 1 : 0);
  };
  // A counter that exists from the start shows its first increase.
  for (const result of RESULTS) reloads.inc({ result }, 0);
  for (const step of STEPS) steps.zero({ step });
  build.set({ version: options.version, node: process.versions.node }, 1);
  inUse(first);

  return {
    answered: (answer) => answers.inc({ outcome: answer.outcome, reason: answer.outcome === 'refused' ? answer.reason : '' }), // prettier-ignore
    failed: () => answers.inc({ outcome: 'failed', reason: '' }),
    took: (step, seconds) => steps.observe({ step }, seconds),
    reloaded: (assistant) => {
      reloads.inc({ result: 'ok' });
      inUse(assistant);
    },
    reloadFailed: () => reloads.inc({ result: 'failed' }),
  };
}
