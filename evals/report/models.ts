import type { GeneratorCounts } from '../../src/generator.js';
import type { Summary } from '../summarize.js';

export type ModelRun = { readonly summary: Summary; readonly counts: GeneratorCounts };

/** One system beside the offline run. */
export type Comparison = {
  readonly name: string;
  readonly right: number;
  readonly asked: number;
  /** Cases right offline and wrong with the model, and the other way round. */
  readonly broken: readonly string[];
  readonly fixed: readonly string[];
  /** Answers a model could have worded, those it did, and the sentences that were not shown by what was wrong. */
  readonly wordable: number;
  readonly generated: number;
  readonly blocked: readonly (readonly [string, number])[];
};

/** The offline run first, then each model case by case. */
export function compareModels(base: Summary, runs: readonly ModelRun[]): Comparison[] {
  const rightIn = ({ rows }: Summary) => new Set(rows.flatMap(({ one, score }) => (score.strict ? [one.id] : []))); // prettier-ignore
  const before = rightIn(base);
  const none = { broken: [], fixed: [], wordable: 0, generated: 0, blocked: [] };
  const first = { name: base.system, right: before.size, asked: base.rows.length, ...none };
  return [
    first,
    ...runs.map(({ summary, counts }): Comparison => {
      const now = rightIn(summary);
      const replies = [...counts.replies];
      const sum = (entries: typeof replies) => entries.reduce((total, [, count]) => total + count, 0);
      return {
        ...{ name: summary.system, right: now.size, asked: summary.rows.length },
        broken: [...before].filter((id) => !now.has(id)),
        fixed: [...now].filter((id) => !before.has(id)),
        wordable: sum(replies),
        generated: sum(replies.filter(([name]) => name.startsWith('generated'))),
        blocked: [...counts.blocked].toSorted(([, a], [, b]) => b - a),
      };
    }),
  ];
}

/** Markdown. Cases are named, not quoted: what they ask stays unseen. */
export function modelReport(set: string, rows: readonly Comparison[]): string {
  const line = ({ name, right, asked, broken, fixed, wordable, generated, blocked }: Comparison) => {
    const faults = blocked.map(([fault, count]) => `${fault} ${count}`).join(', ');
    const cells = [name, `${(right / asked).toFixed(4)} (${right}/${asked})`, broken.length, fixed.length, wordable === 0 ? '–' : `${generated}/${wordable}`, faults || '–']; // prettier-ignore
    return `| ${cells.join(' | ')} |`;
  };
  return [
    `# Strict accuracy with and without a model, set ${set}`,
    '',
    '| system | strict accuracy | right offline, wrong here | wrong offline, right here | worded | sentences not shown |',
    '|---|---|---|---|---|---|',
    ...rows.map(line),
    '',
    ...rows.flatMap(({ name, broken }) =>
      broken.length === 0 ? [] : [`${name} broke: ${broken.join(' ')}`],
    ),
  ].join('\n');
}
