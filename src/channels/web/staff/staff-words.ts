import { parse } from 'yaml';
import { z } from 'zod';

const line = z.string().min(1);
const lines = <K extends string>(...names: readonly K[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, line])) as Record<K, typeof line>);

/** What can be switched off at the desk. */
export const SWITCHES = [
  'channel:web',
  'channel:widget',
  'channel:api',
  'channel:wechat',
  'mode:generated',
] as const;

/** A clause as a switch: `clause:6`; undefined for anything else. */
export function clauseSwitch(name: string): `clause:${number}` | undefined {
  return /^clause:[1-9]\d{0,2}$/u.test(name) ? `clause:${Number(name.slice('clause:'.length))}` : undefined;
}

const schema = z.strictObject({
  ...{ title: line, menu: line },
  tabs: lines('overview', 'search', 'unanswered', 'answers', 'feedback'),
  login: lines('title', 'token', 'name', 'submit', 'wrong', 'tooMany', 'out'),
  overview: lines(
    ...(['policyTitle', 'document', 'clauses', 'textHash', 'index', 'indexSaved', 'indexBuilt'] as const),
    ...(['storage', 'ok', 'degraded', 'none', 'pending', 'dropped', 'report', 'reportOpen'] as const),
    ...([
      'reportNone',
      'switchesTitle',
      'switchesNote',
      'switchOn',
      'switchOff',
      'turnOff',
      'turnOn',
    ] as const),
    ...(['reason', 'changed', 'switchName', 'switchState', 'switchChange', 'switchAct'] as const),
  ),
  switches: lines(...SWITCHES),
  clauseSwitch: lines('name', 'number', 'note'),
  search: lines('title', 'label', 'submit', 'verdict', 'confidence', 'score', 'matched'),
  answers: lines(
    ...(['title', 'note', 'outcome', 'rating', 'all', 'up', 'down', 'apply', 'at', 'question'] as const),
    ...(['answer', 'channel', 'clauses', 'older', 'empty'] as const),
  ),
  unanswered: lines('title', 'note', 'times', 'missing', 'last'),
  feedback: lines('title', 'rating', 'comment', 'gone'),
  errors: lines('storage', 'noReason', 'unknown'),
});

/** The fixed wording of the staff desk, prompts/staff.yml. */
export type StaffWords = z.infer<typeof schema>;

/** Reads prompts/staff.yml. @throws Error naming what is missing or superfluous. */
export function parseStaffWords(text: string): StaffWords {
  const result = schema.safeParse(parse(text));
  if (!result.success) throw new Error(`prompts/staff.yml: ${z.prettifyError(result.error)}`);
  return result.data;
}
