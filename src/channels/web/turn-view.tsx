import { COMMENT_CODE_POINTS } from '../../storage/limits.js';
import type { AnswerObject } from '../api/answer-object.js';
import { blocksOf, bodyOf, hrefOf, type Block } from './blocks.js';
import { clauseName, fillLine, labelOf, missingOf, provenanceOf, verdictOf } from './turn-words.js';
import type { Words } from './words.js';

type Turn = { readonly question: string; readonly answer: AnswerObject };

/** One question with its answer. Without a turn it is the empty form of one, which the page's script clones and fills. */
export function TurnView({ words, turn }: { words: Words; turn?: Turn }) {
  const { ask } = words;
  const answer = turn?.answer;
  return (
    <article class="turn" data-outcome={answer?.outcome ?? ''} data-answer={answer && JSON.stringify(answer)}>
      <h2 class="asked">
        <span class="unseen">{ask.asked}</span>
        <span data-part="question">{turn?.question}</span>
      </h2>
      <div class="answer">
        <p class="verdict">
          <strong data-part="verdict">{answer ? verdictOf(answer, words) : ''}</strong>{' '}
          <span data-part="missing" hidden={answer?.missing.length ? undefined : true}>
            {answer ? missingOf(answer.missing, words) : ''}
          </span>
        </p>
        <p class="made" data-part="label" hidden={answer?.mode === 'generated' ? undefined : true}>
          {answer ? labelOf(answer) : ''}
        </p>
        <p class="note" data-part="interpreted" hidden={answer?.interpretedAs ? undefined : true}>
          {answer ? fillLine(words.answer.interpretedAs, { question: answer.interpretedAs ?? '' }) : ''}
        </p>
        <p class="note" data-part="notice" hidden={answer?.degraded ? undefined : true}>
          {answer?.degraded ? words.answer.degraded : ''}
        </p>
        <div class="body" data-part="body">
          {answer ? blocksOf(bodyOf(answer)).map((block) => <BlockView words={words} block={block} />) : null}
        </div>
        <p class="note" data-part="provenance" hidden={answer?.citations.length ? undefined : true}>
          {answer ? provenanceOf(answer, words) : ''}
        </p>
        <div class="actions" data-part="actions" hidden>
          <button type="button" data-act="retry" hidden>
            {ask.retry}
          </button>
          <button type="button" class="quiet" data-act="copy" title={words.answer.copyTitle}>
            {words.answer.copy}
          </button>
          <button type="button" class="quiet" data-act="share">
            {words.answer.share}
          </button>
          <button type="button" class="quiet" data-act="speak">
            {words.answer.speak}
          </button>
        </div>
        <FeedbackForm words={words} answerId={answer?.id} />
        <div
          data-part="suggestions"
          class="suggestions"
          hidden={answer?.suggestions.length ? undefined : true}
        >
          <h3>{words.answer.suggestions}</h3>
          <ul>
            {answer?.suggestions.map((text) => (
              <li>
                <a href={`/?q=${encodeURIComponent(text)}`} data-ask={text}>
                  {text}
                </a>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </article>
  );
}

/** Wording in a paragraph, the plan's words in a quotation, a model's in a paragraph marked as such, both with links to where they stand. */
export function BlockView({ words, block }: { words: Words; block?: Block }) {
  if (block?.kind === 'said') return <p class="said">{block.text}</p>;
  const inner = (
    <>
      <span data-part="quote">{block?.text}</span>
      {block?.citations.map((citation) => (
        <a class="chip" href={hrefOf(citation)} title={words.answer.openClause}>
          {clauseName(citation.clause, words)}
        </a>
      ))}
    </>
  );
  return block?.kind === 'stated' ? <p class="stated">{inner}</p> : <blockquote>{inner}</blockquote>;
}

function FeedbackForm({ words, answerId }: { words: Words; answerId: string | undefined }) {
  const { feedback } = words;
  return (
    <form
      class="feedback"
      method="post"
      action="/feedback"
      data-part="feedback"
      hidden={answerId ? undefined : true}
    >
      <input type="hidden" name="answerId" value={answerId ?? ''} />
      <span class="label">{feedback.question}</span>
      <button class="quiet" name="rating" value="up">
        {feedback.up}
      </button>
      <button class="quiet" name="rating" value="down">
        {feedback.down}
      </button>
      <details>
        <summary>{feedback.correct}</summary>
        <label>
          {feedback.comment}
          <textarea name="comment" rows={2} maxlength={COMMENT_CODE_POINTS}></textarea>
        </label>
        <button name="rating" value="down">
          {feedback.send}
        </button>
      </details>
    </form>
  );
}
