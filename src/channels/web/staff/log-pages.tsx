import type { LoggedAnswer, StoredFeedback } from '../../../storage/store.js';
import { clauseName, fillLine, verdictOf } from '../turn-words.js';
import { timeOf, type Desk } from './desk.js';
import { StaffPage } from './staff-page.js';
import type { Group } from './unanswered.js';

export const OUTCOMES = ['answered', 'partial', 'refused', 'clarify', 'chat'] as const;
type LogChoice = {
  readonly outcome: (typeof OUTCOMES)[number] | undefined;
  readonly rating: 'up' | 'down' | undefined;
};

type LogProps = {
  readonly desk: Desk;
  readonly answers: readonly LoggedAnswer[];
  readonly choice: LogChoice;
  /** The address of the page after this one, when there may be one. */
  readonly older: string | undefined;
};

/** The masked log of questions and answers. */
export function AnswersPage({ desk, answers, choice, older }: LogProps) {
  const { answers: words } = desk.words;
  const pageWords = desk.shell.words;
  return (
    <StaffPage desk={desk} tab="answers">
      <p class="note">{words.note}</p>
      <form class="filter" action="/staff/answers">
        <label>
          {words.outcome}
          <select name="outcome">
            <option value="">{words.all}</option>
            {OUTCOMES.map((outcome) => (
              <option value={outcome} selected={outcome === choice.outcome}>
                {pageWords.answer[outcome]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.rating}
          <select name="rating">
            <option value="">{words.all}</option>
            {(['up', 'down'] as const).map((rating) => (
              <option value={rating} selected={rating === choice.rating}>
                {words[rating]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{words.apply}</button>
      </form>
      {answers.length === 0 ? <p>{words.empty}</p> : null}
      <ol class="log">
        {answers.map((entry) => (
          <li>
            <p>
              <b>{entry.question}</b>
            </p>
            <p>{entry.text}</p>
            <p class="note">
              {timeOf(entry.at)} · {entry.channel} · {verdictOfLogged(entry, desk)}
              {entry.clauses.length > 0
                ? ` · ${entry.clauses.map((one) => clauseName(one, pageWords)).join('、')}`
                : ''}
            </p>
          </li>
        ))}
      </ol>
      {older ? <a href={older}>{words.older}</a> : null}
    </StaffPage>
  );
}

/** What the plan did not answer, the most asked first. */
export function UnansweredPage({
  desk,
  groups,
  count,
}: {
  desk: Desk;
  groups: readonly Group[];
  count: number;
}) {
  const { unanswered, answers } = desk.words;
  return (
    <StaffPage desk={desk} tab="unanswered">
      <p class="note">{fillLine(unanswered.note, { count })}</p>
      {groups.length === 0 ? (
        <p>{answers.empty}</p>
      ) : (
        <div class="wide-table" role="region" aria-label={unanswered.title} tabindex={0}>
          <table class="unanswered">
            <thead>
              <tr>
                <th scope="col">{unanswered.times}</th>
                <th scope="col">{answers.question}</th>
                <th scope="col">{unanswered.missing}</th>
                <th scope="col">{unanswered.last}</th>
              </tr>
            </thead>
            <tbody>
              {groups.map((group) => (
                <tr>
                  <td>{group.times}</td>
                  <th scope="row">{group.question}</th>
                  <td>{group.missing.join('、')}</td>
                  <td>{timeOf(group.last)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </StaffPage>
  );
}

export function FeedbackPage({ desk, entries }: { desk: Desk; entries: readonly StoredFeedback[] }) {
  const { feedback, answers } = desk.words;
  return (
    <StaffPage desk={desk} tab="feedback">
      {entries.length === 0 ? <p>{answers.empty}</p> : null}
      <ol class="log">
        {entries.map((entry) => (
          <li>
            <p>
              <b>{answers[entry.rating]}</b> {entry.comment ?? ''}
            </p>
            <p class="note">
              {timeOf(entry.at)} · {entry.question ?? feedback.gone}
            </p>
          </li>
        ))}
      </ol>
    </StaffPage>
  );
}

function verdictOfLogged({ outcome, reason }: LoggedAnswer, { shell }: Desk): string {
  const known = OUTCOMES.find((one) => one === outcome);
  return known ? verdictOf({ outcome: known, reason }, shell.words) : outcome;
}
