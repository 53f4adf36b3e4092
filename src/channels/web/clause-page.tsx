import type { Target } from '../../domain/find-targets.js';
import { clauseOf, type Clause, type Policy, type Span } from '../../domain/policy.js';
import { ClauseText, quietMarks } from './clause-text.js';
import { Page } from './layout.js';
import { Legend } from './read-pages.js';
import type { Shell } from './shell.js';
import { clauseName, fillLine } from './turn-words.js';

type Props = {
  readonly shell: Shell;
  readonly policy: Policy;
  readonly targets: readonly Target[];
  readonly clause: Clause;
  /** The words an answer cited, to be shown in their place. */
  readonly cited: Span | undefined;
};

/** One clause to read, cite and ask about. */
export function ClausePage({ shell, policy, targets, clause, cited }: Props) {
  const { words } = shell;
  const { read } = words;
  const name = clauseName(clause.number, words);
  const own = targets.filter((target) => target.clause === clause.number);
  const marks = quietMarks(clause, words.modalities, targets);
  const section = fillLine(read.sectionOf, { section: clause.section, title: clause.sectionTitle });
  const isTitleCited =
    cited !== undefined && cited.start < (clause.sentences[0]?.end ?? 0) && clause.number > 0;
  return (
    <Page shell={shell} title={clause.number === 0 ? name : `${name} ${clause.title}`}>
      {clause.number === 0 ? null : <p class="note">{section}</p>}
      <h1 id="s0">
        <span class="number">{name}</span>{' '}
        {isTitleCited ? <mark>{clause.title}</mark> : clause.number === 0 ? '' : clause.title}
      </h1>
      <ClauseText
        clause={clause}
        marks={cited ? [...marks, { ...cited, kind: 'cited' }] : marks}
        anchor="s"
      />
      <div class="actions">
        <a
          class="button"
          href={`/?draft=${encodeURIComponent(fillLine(read.draft, { number: clause.number }))}`}
        >
          {read.ask}
        </a>
        <button
          type="button"
          class="quiet"
          data-copy={copyText(clause, policy, shell)}
          data-path={`/clauses/${clause.number}`}
          data-copied={words.answer.copied}
          data-failed={words.answer.copyFailed}
          hidden
        >
          {read.copy}
        </button>
        <button type="button" class="quiet" data-print hidden>
          {read.print}
        </button>
        <span class="note" role="status" data-done></span>
      </div>
      {own.length === 0 ? null : (
        <section class="own-targets">
          <h2>{read.targetsHere}</h2>
          <ul>
            {own.map(({ id, quote }) => (
              <li>
                <a href={`/targets#t${id}`}>{quote}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {clause.number === 0 ? null : <Legend words={words} />}
      <nav class="turning" aria-label={`${read.previous}、${read.next}`}>
        <Neighbour
          shell={shell}
          rel="prev"
          label={read.previous}
          clause={clauseOf(policy, clause.number - 1)}
        />
        <a href="/clauses">{read.contents}</a>
        <Neighbour shell={shell} rel="next" label={read.next} clause={clauseOf(policy, clause.number + 1)} />
      </nav>
    </Page>
  );
}

type NeighbourProps = {
  readonly shell: Shell;
  readonly rel: 'prev' | 'next';
  readonly label: string;
  readonly clause: Clause | undefined;
};

function Neighbour({ shell, rel, label, clause }: NeighbourProps) {
  if (clause === undefined) return <span></span>;
  return (
    <a rel={rel} href={`/clauses/${clause.number}`}>
      <small>{label}</small> {clauseName(clause.number, shell.words)}{' '}
      <span class="wide">{clause.number === 0 ? '' : clause.title}</span>
    </a>
  );
}

function copyText(clause: Clause, policy: Policy, { words }: Shell): string {
  const document = fillLine(words.site.document, { title: policy.title, number: policy.documentNumber });
  return fillLine(words.read.copyText, {
    quote: clause.text,
    document,
    clause: clauseName(clause.number, words),
  });
}
