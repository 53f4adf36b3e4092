import { z } from 'zod';
import { JudgeError, labelsOf, type Kind } from './kinds.js';

/** What a judge's reply says. */
export type Reading = { readonly label: string; readonly reason: string };

const replySchema = z.object({ reason: z.string().default(''), label: z.union([z.string(), z.int().transform(String)]) }); // prettier-ignore

// Thinking aloud before the reply and a fence around it are habits of models that say nothing about the label.
const THOUGHT = /^\s*<think>[\s\S]*?<\/think>/u;
const FENCE = /^```(?:json)?\s*\n([\s\S]*)\n\s*```$/u;

/**
 * Reads a judge's reply: one JSON object and nothing else. A reply that cannot be read has no label; none is put in its place.
 * @throws JudgeError naming what is wrong with it
 */
export function readLabel(kind: Kind, raw: string, isSwapped: boolean): Reading {
  const said = raw.replace(THOUGHT, '').trim();
  const result = replySchema.safeParse(parseJson(FENCE.exec(said)?.[1] ?? said));
  if (!result.success) throw new JudgeError(`${kind}: the reply is not {"reason", "label"}: ${z.prettifyError(result.error)}`); // prettier-ignore
  const { reason, label } = result.data;
  const known = kind === 'prefer' ? placeOf(label, isSwapped) : label;
  if (known === undefined || !labelsOf(kind).includes(known)) throw new JudgeError(`${kind}: "${label}" is no label of it`); // prettier-ignore
  return { label: known, reason };
}

/** Of two answers shown as A and B, which one was preferred. */
function placeOf(label: string, isSwapped: boolean): string | undefined {
  if (label === 'tie') return label;
  if (label !== 'A' && label !== 'B') return undefined;
  return (label === 'A') === isSwapped ? 'second' : 'first';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JudgeError(`the reply is no JSON: "${text.slice(0, 60)}"`);
  }
}
