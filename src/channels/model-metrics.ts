import { Gauge, type Registry } from 'prom-client';
import type { Generator } from '../generator.js';

/** What the model did and what of it was shown, in numbers. */
export function modelMetrics(registry: Registry, { counts, usage }: Generator): void {
  gauge(
    registry,
    'suwen_model_answers',
    'Answers that a model could word, by how they came out',
    ['mode', 'degraded'],
    () =>
      [...counts().replies].map(([name, value]) => {
        const [mode = '', degraded = ''] = name.split(' ');
        return [{ mode, degraded }, value];
      }),
  );
  gauge(
    registry,
    'suwen_model_blocked_sentences',
    'Sentences that were not shown, by what was wrong',
    ['fault'],
    () => [...counts().blocked].map(([fault, value]) => [{ fault }, value]),
  );
  gauge(registry, 'suwen_model_remembered', 'Answers looked up among those remembered', ['found'], () => {
    const { hits, misses } = counts().remembered;
    return [
      [{ found: 'yes' }, hits],
      [{ found: 'no' }, misses],
    ];
  });
  if (usage === undefined) return;
  gauge(registry, 'suwen_model_tokens', 'Tokens sent to and received from the model', ['kind'], () => {
    const { promptTokens, completionTokens } = usage();
    return [
      [{ kind: 'prompt' }, promptTokens],
      [{ kind: 'completion' }, completionTokens],
    ];
  });
  gauge(
    registry,
    'suwen_model_budget_tokens',
    'Tokens of all clients in 24 hours: spent, and allowed (CHAT_TOKENS_PER_DAY)',
    ['of'],
    () => {
      const { tokens, limit } = usage().budget;
      return [
        [{ of: 'spent' }, tokens],
        [{ of: 'limit' }, limit],
      ];
    },
  );
  gauge(registry, 'suwen_model_budget_clients', 'Clients whose tokens are counted', [], () => [
    [{}, usage().budget.clients],
  ]);
  gauge(registry, 'suwen_model_calls', 'Calls to the model by how they ended', ['ended'], () => {
    const { answered, faults } = usage();
    return [[{ ended: 'answered' }, answered], ...Object.entries(faults).map(([ended, value]) => [{ ended }, value] as const)]; // prettier-ignore
  });
  gauge(
    registry,
    'suwen_model_breaker_open',
    'Whether the model is left alone because it failed too often',
    [],
    () => [[{}, usage().breaker === 'closed' ? 0 : 1]],
  );
}

type Row = readonly [Readonly<Record<string, string>>, number];

function gauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[],
  rows: () => readonly Row[],
): void {
  const made: Gauge = new Gauge({
    ...{ name, help, labelNames, registers: [registry] },
    collect: () => {
      for (const [labels, value] of rows()) made.set(labels, value);
    },
  });
}
