import { fill } from '../../answering/replies.js';
import type { Wording } from './wording.js';

/** What a person wants: an answer to a question, or something of this channel itself. */
export type Command =
  | { readonly kind: 'ask'; readonly question: string }
  /** The next part of a long answer, or the answer that took longer. */
  | { readonly kind: 'next' | 'late'; readonly question: string }
  | { readonly kind: 'forget' | 'complain' | 'help' };

const CLAUSE = /^第?\s*(\d{1,3}|[一二三四五六七八九十百]{1,5})\s*[条條]$/u;
const PLAIN = ['forget', 'complain', 'help'] as const;

/** Reads a message: a command when its words are the whole message, else a question, always. */
export function readCommand(text: string, { commands }: Wording): Command {
  const question = text.replaceAll(/[\u200b-\u200f\u2060\ufeff]/gu, '').trim();
  const typed = question.normalize('NFKC');
  const isOne = ({ words }: { readonly words: readonly string[] }) => words.includes(bare(typed));
  for (const kind of PLAIN) if (isOne(commands[kind])) return { kind };
  if (isOne(commands.next)) return { kind: 'next', question };
  if (isOne(commands.late)) return { kind: 'late', question };
  if (isOne(commands.outline)) return { kind: 'ask', question: commands.outline.question };
  if (isOne(commands.targets)) return { kind: 'ask', question: commands.targets.question };
  const clause = CLAUSE.exec(typed)?.[1];
  if (clause !== undefined) return { kind: 'ask', question: fill(commands.clause.question, { clause }) };
  return { kind: 'ask', question };
}

/** Without the marks people put around a word they were told to send. */
function bare(text: string): string {
  return text.replaceAll(/^[“"'「『]+|(?<![”"'」』。.!！])[”"'」』。.!！]+$/gu, '').toLowerCase();
}
