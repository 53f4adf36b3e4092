import type { Answer, NonEmpty, Segment } from '../../answering/answer.js';
import { fill } from '../../answering/replies.js';
import type { Span } from '../../domain/policy.js';
import { pageLink, replyLink, withoutTags } from './links.js';
import { bytesOf, splitText } from './split-text.js';
import type { Wording } from './wording.js';

/** WeChat takes 2,048 bytes; the label, the note and the line that leads on need the rest. */
export const BODY_LIMIT = 1800;
export const MESSAGE_LIMIT = 2048;
// Three links are one row of thumb-sized choices; more push the answer off the screen.
const MOST_SUGGESTIONS = 3;
// 第1、2条 is as short as 第1至2条.
const LEAST_RUN = 3;
// The page of one clause is no help with a list of them.
const MOST_ON_A_PAGE = 3;

export type RenderOptions = {
  readonly wording: Wording;
  /** Where the pages are, without a slash at the end; undefined shows no page links. */
  readonly publicUrl: string | undefined;
  /** Bytes of body in one part. */
  readonly bodyLimit: number;
  /** Links that answer for the person work in WeChat's own accounts only. */
  readonly links: 'reply' | 'none';
};

/** Who wrote the words: the plan, or a model that was checked against it. */
export type Mode = 'extractive' | 'generated';

/** The messages that carry an answer, each complete in itself: its label, its text, and how to read on. */
export function renderAnswer(answer: Answer, mode: Mode, options: RenderOptions): NonEmpty<string> {
  const { wording, bodyLimit } = options;
  const { text, quotes } = layOut(answer.segments);
  const tail = [basisOf(answer, wording), pageOf(answer, options)].filter((each) => each !== '');
  const whole = [text, ...tail].join('\n');
  const bodies = splitText(whole, bodyLimit, quotes).map((body) => body.replaceAll(/^\n+|(?<!\s)\s+$/gu, ''));
  const suggestions = suggestionsOf(answer, options);
  const parts = bodies.map((body, i) => {
    const isLast = i === bodies.length - 1;
    // Suggestions are left out sooner than sent as a message of their own.
    const isRoom = isLast && bytesOf(body) + bytesOf(suggestions) < bodyLimit;
    return [
      labelOf(answer, mode, wording),
      body,
      isLast && mode === 'generated' ? wording.generatedNote : '',
      readOn(i + 1, bodies.length, options),
      isRoom && suggestions !== '' ? `\n${suggestions}` : '',
    ]
      .filter((each) => each !== '')
      .join('\n');
  });
  const [first, ...rest] = parts;
  if (first === undefined) throw new RangeError('an answer needs a text');
  return [first, ...rest];
}

/** The segments as one text, and where in it a quote must not be cut. */
function layOut(segments: readonly Segment[]): { text: string; quotes: readonly Span[] } {
  const quotes: Span[] = [];
  let text = '';
  for (const segment of segments) {
    const plain = withoutTags(segment.kind === 'statement' ? withoutMarkdown(segment.text) : segment.text);
    if (segment.kind === 'quote') quotes.push({ start: text.length, end: text.length + plain.length });
    text += plain;
  }
  return { text: text.trimEnd(), quotes };
}

/** A model's habits, which WeChat would show as signs. */
function withoutMarkdown(text: string): string {
  return text
    .replaceAll(/\[([^[\]\n]*)\]\([^()\n]*\)/gu, '$1')
    .replaceAll(/^\s{0,3}(?:#{1,6}|>)\s+/gmu, '')
    .replaceAll(/\*\*|__|`/gu, '')
    .replaceAll(/^([ \t]*)[*+-][ \t]+/gmu, '$1· ');
}

/** Fixed wording alone has no source to name. */
function labelOf(answer: Answer, mode: Mode, { labels }: Wording): string {
  const isSourced = answer.segments.some(({ kind }) => kind !== 'template');
  return mode === 'generated' || isSourced ? labels[mode] : '';
}

function basisOf(answer: Answer, wording: Wording): string {
  const names = runsOf(citedClauses(answer)).map(([from, to]) => {
    if (to - from >= LEAST_RUN - 1) return fill(wording.clauses, { from, to });
    return from === 0 ? wording.frontMatter : fill(wording.clause, { clause: from });
  });
  return names.length === 0 ? '' : fill(wording.basis, { clauses: names.join('、') });
}

/** Numbers in their order, as first and last of each run of neighbours long enough to be named as one. */
function runsOf(numbers: readonly number[]): (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && number === last[1] + 1 && last[0] > 0) last[1] = number;
    else runs.push([number, number]);
  }
  const single = ([from, to]: [number, number]) =>
    Array.from({ length: to - from + 1 }, (_, i) => [from + i, from + i] as const);
  return runs.flatMap((run) => (run[1] - run[0] >= LEAST_RUN - 1 ? [run] : single(run)));
}

function pageOf(answer: Answer, { wording, publicUrl }: RenderOptions): string {
  const clauses = citedClauses(answer);
  const [clause] = clauses;
  if (publicUrl === undefined || clause === undefined || answer.policies) return ''; // the text names the policies
  if (clauses.length > MOST_ON_A_PAGE) return pageLink(`${publicUrl}/clauses`, wording.allClauses);
  const words = clause === 0 ? wording.frontPage : fill(wording.page, { clause });
  return pageLink(`${publicUrl}/clauses/${clause}`, words);
}

function citedClauses(answer: Answer): number[] {
  return 'citations' in answer ? [...new Set(answer.citations.map(({ clause }) => clause))] : [];
}

function suggestionsOf({ suggestions }: Answer, { wording, links }: RenderOptions): string {
  if (links === 'none' || suggestions.length === 0) return '';
  const shown = suggestions
    .slice(0, MOST_SUGGESTIONS)
    .map((words) => fill(wording.suggestion, { link: replyLink(words, 'ask') }));
  return [wording.suggestionsLead, ...shown].join('\n');
}

function readOn(part: number, parts: number, { wording, links }: RenderOptions): string {
  if (parts === 1) return '';
  if (part === parts) return fill(wording.last, { part, parts });
  const link = links === 'reply' ? replyLink(wording.moreWord, 'more') : wording.moreWord;
  return fill(wording.more, { part, parts, link });
}
