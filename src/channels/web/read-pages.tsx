import type { Target } from '../../domain/find-targets.js';
import { clauseOf, type Clause, type Policy } from '../../domain/policy.js';
import type { SearchResult } from '../../retrieval/search-result.js';
import { QUESTION_CODE_POINTS } from '../api/limits.js';
import { ClauseText, quietMarks } from './clause-text.js';
import { Page } from './layout.js';
import { placesOf, type Mark } from './marks.js';
import type { Shell } from './shell.js';
import { chineseDate, clauseName, fillLine } from './turn-words.js';
import type { Words } from './words.js';

type Props = {
  readonly shell: Shell;
  readonly policy: Policy;
  readonly targets: readonly Target[];
  readonly query: string;
  /** Clauses near in meaning, shown below what was found word for word. */
  readonly related: readonly SearchResult[];
};

/** The whole plan: contents, search, and every clause with its anchors. */
export function ReadPage({ shell, policy, targets, query, related }: Props) {
  const { words } = shell;
  const { read } = words;
  const slots = { sections: policy.sections.length, count: policy.clauses.length };
  return (
    <Page shell={shell} title={read.title} isUnlisted={query !== ''}>
      <h1>{read.title}</h1>
      <p class="note">
        {fillLine(words.site.document, { title: policy.title, number: policy.documentNumber })}，
        {policy.issuer}，{chineseDate(policy.issuedOn)}
      </p>
      <p>{fillLine(read.intro, slots)}</p>
      <form class="find" role="search" action="/clauses">
        <label for="find">{read.searchLabel}</label>
        <div class="row">
          <input
            id="find"
            name="q"
            type="search"
            value={query}
            maxlength={QUESTION_CODE_POINTS}
            placeholder={read.searchPlaceholder}
            required
          />
          <button type="submit">{read.searchSubmit}</button>
        </div>
      </form>
      {query === '' ? (
        <FullText words={words} policy={policy} targets={targets} />
      ) : (
        <Found words={words} policy={policy} query={query} related={related} />
      )}
    </Page>
  );
}

function FullText({ words, policy, targets }: { words: Words; policy: Policy; targets: readonly Target[] }) {
  const { read } = words;
  return (
    <div class="book">
      <nav class="contents" aria-label={read.contents}>
        <h2>{read.contents}</h2>
        {policy.sections.map((section) => (
          <section>
            <h3>{fillLine(read.sectionOf, { section: section.number, title: section.title })}</h3>
            <ol>
              {section.clauses.map((number) => (
                <li>
                  <a href={`/clauses/${number}`}>
                    <span class="number">{number}</span> {clauseOf(policy, number)?.title}
                  </a>
                </li>
              ))}
            </ol>
          </section>
        ))}
      </nav>
      <div class="text">
        <h2>{read.fullText}</h2>
        <Legend words={words} />
        <ClauseText clause={policy.frontMatter} marks={[]} anchor="c0s" />
        {policy.sections.map((section) => (
          <section>
            <h3>{fillLine(read.sectionOf, { section: section.number, title: section.title })}</h3>
            {section.clauses.flatMap((number) => {
              const clause = clauseOf(policy, number);
              if (clause === undefined) return [];
              const marks = quietMarks(clause, words.modalities, targets);
              return [
                <article id={`c${number}`}>
                  <h4>
                    <a href={`/clauses/${number}`}>{clauseName(number, words)}</a> {clause.title}
                  </h4>
                  <ClauseText clause={clause} marks={marks} anchor={`c${number}s`} />
                </article>,
              ];
            })}
          </section>
        ))}
      </div>
    </div>
  );
}

/** What the quiet marks mean, and what the soft words do not promise. */
export function Legend({ words: { read, modalities } }: { words: Words }) {
  return (
    <p class="legend note">
      {read.legend}：<span class="modality">{modalities.join('、')}</span>；
      <span class="target">{read.targetNote}</span>。{read.modalityNote}
    </p>
  );
}

type FoundProps = { words: Words; policy: Policy; query: string; related: readonly SearchResult[] };

/** First every place where the very words stand, counted; then what is near in meaning. */
function Found({ words, policy, query, related }: FoundProps) {
  const { read } = words;
  const hits = [policy.frontMatter, ...policy.clauses].flatMap((clause) => {
    const marks = placesOf(clause.text, [query]).map((span): Mark => ({ ...span, kind: 'found' }));
    return marks.length === 0 ? [] : [{ clause, marks }];
  });
  const count = hits.reduce((sum, { marks }) => sum + marks.length, 0);
  const shown = new Set(hits.map(({ clause }) => clause.number));
  const near = related.filter(({ clause }) => !shown.has(clause));
  const summary = hits.length === 0 ? read.notFound : read.found;
  return (
    <div class="found">
      <p role="status">{fillLine(summary, { query, clauses: hits.length, count })}</p>
      {hits.map(({ clause, marks }) => (
        <article>
          <h2>
            <ClauseLink clause={clause} words={words} />
          </h2>
          <FoundText clause={clause} marks={marks} />
        </article>
      ))}
      {near.length === 0 ? null : (
        <section>
          <h2>{read.related}</h2>
          <ul class="plain">
            {near.map(({ clause }) => (
              <li>
                <ClauseLink clause={clauseOf(policy, clause) ?? policy.frontMatter} words={words} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <p>
        <a href="/clauses">{read.clearSearch}</a>
      </p>
    </div>
  );
}

function FoundText({ clause, marks }: { clause: Clause; marks: readonly Mark[] }) {
  const isHit = ({ start, end }: { start: number; end: number }) =>
    marks.some((mark) => mark.start < end && mark.end > start);
  const sentences = clause.sentences.filter((sentence) => sentence.index > 0 && isHit(sentence));
  if (sentences.length === 0) return null;
  return <ClauseText clause={{ ...clause, sentences }} marks={marks} anchor={`c${clause.number}s`} />;
}

function ClauseLink({ clause, words }: { clause: Clause; words: Words }) {
  return (
    <a href={`/clauses/${clause.number}`}>
      {clauseName(clause.number, words)} {clause.number === 0 ? '' : clause.title}
    </a>
  );
}
