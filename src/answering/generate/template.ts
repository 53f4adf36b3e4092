import { parse } from 'yaml';
import { z } from 'zod';
import type { ChatMessage } from './chat.js';

const line = z.string().min(1);
const schema = z.strictObject({ version: z.int().min(1), system: line, user: line });

/** Fills the slots of a prompt. */
export type Template = (slots: Readonly<Record<string, string>>) => Promise<readonly ChatMessage[]>;

/**
 * A prompt of LangChain's, as messages. A value is never read as a template itself: what a person typed cannot open a slot.
 * @throws Error naming the file when its slots are not the ones that will be filled
 */
export async function parseTemplate(
  file: string,
  { system, user }: { readonly system?: string; readonly user: string },
  slots: readonly string[],
): Promise<Template> {
  // Loaded here: an offline start does not pay for it.
  const { ChatPromptTemplate } = await import('@langchain/core/prompts');
  const parts: [string, string][] = [
    ...(system === undefined ? [] : [['system', system] as [string, string]]),
    ['human', user],
  ];
  const template = ChatPromptTemplate.fromMessages(parts, { templateFormat: 'mustache' });
  const found = template.inputVariables.toSorted().join(', ');
  const wanted = slots.toSorted().join(', ');
  if (found !== wanted) throw new Error(`${file}: the slots are ${found || 'none'}; they must be ${wanted}.`);
  return async (values) => {
    const messages = await template.formatMessages({ ...values });
    return messages.map((message) => ({
      role: message.type === 'system' ? 'system' : 'user',
      content: message.text,
    }));
  };
}

/** Reads a prompt file of two parts. @throws Error naming what is missing, superfluous or a slot that there is not */
export async function parsePrompt(file: string, text: string, slots: readonly string[]): Promise<Template> {
  const result = schema.safeParse(parse(text));
  if (!result.success) throw new Error(`${file}: ${z.prettifyError(result.error)}`);
  const { system, user } = result.data;
  return parseTemplate(file, { system, user }, slots);
}
