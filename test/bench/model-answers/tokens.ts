/** How many tokens a text is to OpenAI's tokenizer, the only one at hand; those of Chinese models make fewer of Chinese text. */
export async function countTokens(text: string): Promise<number> {
  const { getEncoding } = await import('js-tiktoken');
  encoding ??= getEncoding('o200k_base');
  return encoding.encode(text).length;
}

let encoding: { encode(text: string): readonly number[] } | undefined;
