import type { Target } from '../domain/find-targets.js';
import type { Understanding } from '../domain/understand-policy.js';

// Enough to see whether the numbering was understood; a person compares the rest with the document itself.
const CLAUSES_SHOWN = 8;
const TARGETS_SHOWN = 5;
const WIDTH = 60;

/** What was understood of a document, for a person to compare with it. */
export type Previewed = {
  readonly file: string;
  readonly understanding: Understanding;
  readonly targets: readonly Target[];
  readonly version: number;
  readonly supersedes: string | null;
  readonly doubts: readonly string[];
};

export function formatPreview({
  file,
  understanding,
  targets,
  version,
  supersedes,
  doubts,
}: Previewed): string {
  const { policy, levels } = understanding;
  const facts = [policy.documentNumber, policy.issuer, policy.issuedOn]
    .map((fact) => fact || '?')
    .join(' · ');
  const counts = [
    `${policy.sections.length} sections (${levels.section ?? 'none'})`,
    `${policy.clauses.length} clauses (${levels.clause})`,
    `${targets.length} targets`,
    `${policy.text.length} characters`,
  ];
  const clauses = policy.clauses.slice(0, CLAUSES_SHOWN).map(({ number, title, section, text }) => `  ${section}.${number} ${title || cut(text)} (${text.length})`); // prettier-ignore
  const shownTargets = targets.slice(0, TARGETS_SHOWN).map(({ id, subject, comparator, value, unit }) => `  ${id} ${cut(subject)} ${comparator} ${value} ${unit}`); // prettier-ignore
  return [
    `${file}`,
    `${policy.title || '(no title)'}`,
    `  id ${policy.id} · version ${version} · ${facts}${supersedes === null ? '' : ` · supersedes ${supersedes}`}`,
    `  ${counts.join(', ')}`,
    ...clauses,
    ...more(policy.clauses.length - CLAUSES_SHOWN, 'clauses'),
    ...(targets.length > 0 ? ['targets:', ...shownTargets] : []),
    ...more(targets.length - TARGETS_SHOWN, 'targets'),
    ...(doubts.length > 0 ? ['doubts:', ...doubts.map((doubt) => `  ! ${doubt}`)] : ['no doubts']),
  ].join('\n');
}

function more(count: number, what: string): string[] {
  return count > 0 ? [`  … and ${count} more ${what}`] : [];
}

function cut(text: string): string {
  const line = text.split('\n')[0] ?? '';
  return line.length > WIDTH ? `${line.slice(0, WIDTH)}…` : line;
}
