import { parse } from 'yaml';
import { z } from 'zod';

const line = z.string().min(1);

/** An object of lines by these names and no others. */
function lines<K extends string>(...names: readonly K[]) {
  const shape = Object.fromEntries(names.map((name) => [name, line])) as Record<K, typeof line>;
  return z.strictObject(shape);
}

const schema = z.strictObject({
  site: lines(
    ...(['name', 'tagline', 'skip', 'menu', 'footer', 'elderOn', 'elderOff'] as const),
    ...(['document', 'clause', 'front', 'newTab', 'generates'] as const),
  ),
  nav: lines('ask', 'read', 'targets', 'about'),
  ask: lines(
    ...([
      'title',
      'intro',
      'introGenerated',
      'label',
      'labelNext',
      'placeholder',
      'privacy',
      'submit',
      'stop',
    ] as const),
    ...([
      'retry',
      'restart',
      'restartNote',
      'examplesTitle',
      'asked',
      'thread',
      'tooLong',
      'empty',
      'source',
    ] as const),
  ),
  examples: z.array(line).min(1),
  answer: lines(
    ...(['answered', 'partial', 'refused', 'clarify', 'chat', 'declined', 'missing'] as const),
    ...([
      'interpretedAs',
      'label',
      'degraded',
      'provenance',
      'openClause',
      'copy',
      'copyTitle',
      'copied',
    ] as const),
    ...(['copyFailed', 'share', 'shared', 'speak', 'speakStop', 'speakNone', 'suggestions'] as const),
    ...([
      'searching',
      'verified',
      'composing',
      'done',
      'stopped',
      'fallback',
      'failed',
      'failedLimit',
    ] as const),
    ...(['failedOff', 'failedLong'] as const),
  ),
  feedback: lines(
    ...(['question', 'up', 'down', 'correct', 'comment', 'send', 'thanks', 'failed'] as const),
    ...(['title', 'back'] as const),
  ),
  source: lines('title', 'close', 'read', 'loading', 'failed'),
  read: lines(
    ...(['title', 'intro', 'contents', 'fullText', 'searchLabel', 'searchSubmit'] as const),
    ...(['searchPlaceholder', 'found', 'notFound', 'related', 'clearSearch', 'previous', 'next'] as const),
    ...(['ask', 'draft', 'copy', 'copySentence', 'print', 'legend', 'modalityNote', 'targetNote'] as const),
    ...(['targetsHere', 'inLedger', 'copyText', 'sectionOf'] as const),
  ),
  targets: lines(
    ...(['title', 'intro', 'caption', 'subject', 'comparator', 'value', 'unit', 'deadline'] as const),
    ...(['kind', 'clause', 'quote', 'noDeadline', 'passedNote', 'filterKind', 'filterSection'] as const),
    ...(['all', 'apply', 'sortBy', 'ascending', 'descending', 'shown', 'none', 'export', 'file'] as const),
  ),
  comparators: lines('atLeast', 'atMost', 'equal', 'by', 'within'),
  kinds: lines('target', 'deadline', 'scope', 'count'),
  charts: lines(
    ...(['timelineTitle', 'timelineNote', 'issued', 'modalityTitle', 'modalityNote', 'section'] as const),
    ...(['total', 'placesTitle', 'placesNote', 'place', 'clauses', 'short'] as const),
  ),
  modalities: z.array(line).min(1),
  places: z.record(line, z.strictObject({ names: z.array(line).min(1), short: z.array(line) })),
  about: z.strictObject({
    title: line,
    sections: z.array(z.strictObject({ title: line, lines: z.array(line).min(1) })),
    factsTitle: line,
    fact: lines('title', 'number', 'issuer', 'issued', 'basis', 'hash'),
    model: z.strictObject({
      title: line,
      lines: z.array(line).min(1),
      ...{ name: line, filing: line, unfiled: line },
    }),
  }),
  errors: lines(
    'notFoundTitle',
    'notFound',
    'noClause',
    'failedTitle',
    'failed',
    'forbiddenTitle',
    'forbidden',
    'home',
  ),
  widget: lines(
    ...(['open', 'title', 'label', 'submit', 'close', 'searching', 'failed'] as const),
    ...(['full', 'clause', 'front', 'footer'] as const),
  ),
});

/** The fixed wording of the pages, prompts/pages.yml. */
export type Words = z.infer<typeof schema>;

/** Reads prompts/pages.yml. @throws Error naming what is missing or superfluous. */
export function parseWords(text: string): Words {
  const result = schema.safeParse(parse(text));
  if (!result.success) throw new Error(`prompts/pages.yml: ${z.prettifyError(result.error)}`);
  return result.data;
}
