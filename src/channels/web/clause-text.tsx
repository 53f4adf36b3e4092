import type { Target } from '../../domain/find-targets.js';
import type { Clause, Span } from '../../domain/policy.js';
import { piecesOf, placesOf, type Mark, type MarkKind } from './marks.js';

type Props = {
  readonly clause: Clause;
  readonly marks: readonly Mark[];
  /** Put before a sentence's number to make its anchor: s on a clause's page, c6s where all stand together. */
  readonly anchor: string;
};

/** A clause's body sentence by sentence, each with its anchor. The title is the page's heading and left out here. */
export function ClauseText({ clause, marks, anchor }: Props) {
  const isFront = clause.number === 0;
  const cited = marks.find(({ kind }) => kind === 'cited');
  const first = cited && Math.max(cited.start, bodyOf(clause).start);
  return (
    <p class={isFront ? 'clause front' : 'clause'}>
      {clause.sentences
        .filter(({ index }) => index > 0)
        .map((sentence) => (
          <span id={`${anchor}${sentence.index}`} class="sentence">
            {piecesOf(clause.text, sentence, marks).map((piece) => (
              <PieceView text={piece.text} kinds={piece.kinds} isFirst={piece.start === first} />
            ))}
          </span>
        ))}
    </p>
  );
}

type PieceProps = { readonly text: string; readonly kinds: ReadonlySet<MarkKind>; readonly isFirst: boolean };

export function PieceView({ text, kinds, isFirst }: PieceProps) {
  const quiet = ['target', 'modality'].filter((kind) => kinds.has(kind as MarkKind)).join(' ');
  const inner = quiet === '' ? text : <span class={quiet}>{text}</span>;
  if (kinds.has('cited') || kinds.has('found')) return <mark id={isFirst ? 'mark' : undefined}>{inner}</mark>;
  return <>{inner}</>;
}

/** The quiet marks of a clause: strength words of the body, and the expressions of its targets. */
export function quietMarks(
  clause: Clause,
  modalities: readonly string[],
  targets: readonly Target[],
): Mark[] {
  const body = bodyOf(clause);
  const strengths = placesOf(clause.text, modalities).filter(({ start }) => start >= body.start);
  const marks = strengths.map(({ start, end }): Mark => ({ start, end, kind: 'modality' }));
  let from = 0; // 1个…和1个… are two targets with one quote: each is looked for after the last
  for (const { expression, ...target } of targets) {
    if (target.clause !== clause.number) continue;
    const start = clause.text.indexOf(expression, Math.max(from, target.start));
    if (start < 0 || start >= target.end) continue;
    from = start + expression.length;
    marks.push({ start, end: from, kind: 'target' });
  }
  return marks;
}

/** Where a clause's body stands in its text: after the title. */
export function bodyOf(clause: Clause): Span {
  const title = clause.sentences.find(({ index }) => index === 0);
  return { start: title?.end ?? 0, end: clause.text.length };
}
