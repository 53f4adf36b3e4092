import type { Answer } from '../../../answering/answer.js';
import { clauseOf } from '../../../domain/policy.js';
import { fold } from '../../../retrieval/fold.js';
import { ngrams } from '../../../retrieval/ngrams.js';
import type { SearchResult } from '../../../retrieval/search-result.js';
import { QUESTION_CODE_POINTS } from '../../api/limits.js';
import { PieceView } from '../clause-text.js';
import { piecesOf, placesOf } from '../marks.js';
import { clauseName, fillLine, missingOf, verdictOf } from '../turn-words.js';
import type { Desk } from './desk.js';
import { StaffPage } from './staff-page.js';

// The two best sentences show why a clause ranks where it does; more would be the clause itself.
const SENTENCES = 2;
// Longer words than this hardly stand in the plan as they stand in a question.
const LONGEST_WORD = 8;

type Found = { readonly answer: Answer; readonly results: readonly SearchResult[] };

/** A question as the system reads it: what it would say, which clauses rank how high, and which words they share. */
export function SearchPage({ desk, query, found }: { desk: Desk; query: string; found?: Found }) {
  const { search } = desk.words;
  return (
    <StaffPage desk={desk} tab="search">
      <form class="find" role="search" action="/staff/search">
        <label for="find">{search.label}</label>
        <div class="row">
          <input id="find" name="q" type="search" value={query} maxlength={QUESTION_CODE_POINTS} required />
          <button type="submit">{search.submit}</button>
        </div>
      </form>
      {found ? <Explained desk={desk} query={query} found={found} /> : null}
    </StaffPage>
  );
}

function Explained({ desk, query, found: { answer, results } }: { desk: Desk; query: string; found: Found }) {
  const { search } = desk.words;
  const { words: pageWords } = desk.shell;
  const reason = answer.outcome === 'refused' ? answer.reason : null;
  const verdict = verdictOf({ outcome: answer.outcome, reason }, pageWords);
  const missing =
    'missing' in answer && answer.missing.length > 0 ? missingOf(answer.missing, pageWords) : '';
  const top = results[0]?.score ?? 0;
  const shared = wordsOf(query);
  return (
    <div class="found">
      <p role="status">
        <b>{fillLine(search.verdict, { verdict })}</b> {missing}{' '}
        <span class="note">{fillLine(search.confidence, { percent: percent(answer.confidence) })}</span>
      </p>
      <p class="note">{search.matched}</p>
      <ol class="ranked">
        {results.map((result) => (
          <li>
            <p>
              <a href={`/clauses/${result.clause}`}>
                {clauseName(result.clause, pageWords)} {result.title}
              </a>{' '}
              <span class="note">
                {fillLine(search.score, { percent: percent(top === 0 ? 0 : result.score / top) })}
              </span>
            </p>
            {result.sentences.slice(0, SENTENCES).map((sentence) => (
              <MatchedSentence desk={desk} clause={result.clause} span={sentence} words={shared} />
            ))}
          </li>
        ))}
      </ol>
    </div>
  );
}

type MatchedProps = {
  readonly desk: Desk;
  readonly clause: number;
  readonly span: { readonly start: number; readonly end: number };
  readonly words: readonly string[];
};

function MatchedSentence({ desk, clause, span, words }: MatchedProps) {
  const text = clauseOf(desk.assistant.policy, clause)?.text ?? '';
  const marks = placesOf(text, words).map(({ start, end }) => ({ start, end, kind: 'found' as const }));
  return (
    <p class="clause">
      {piecesOf(text, span, marks).map((piece) => (
        <PieceView text={piece.text} kinds={piece.kinds} isFirst={false} />
      ))}
    </p>
  );
}

/** Everything of two characters or more that a question shares with a text, if it does. */
function wordsOf(query: string): string[] {
  return [...new Set(ngrams(fold(query), 2, LONGEST_WORD))];
}

function percent(share: number): number {
  return Math.round(100 * share);
}
