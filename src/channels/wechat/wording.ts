import { parse } from 'yaml';
import { z } from 'zod';

const line = z.string().min(1);
const words = z.strictObject({ words: z.array(line).min(1) });
const asking = words.extend({ question: line });
// WeChat's limits: 1–3 buttons of 16 bytes, 1–5 under each of 60, a key of 128.
const bytes = (limit: number) =>
  line.refine((text) => Buffer.byteLength(text) <= limit, `at most ${limit} bytes`);
const item = z.union([
  z.strictObject({ name: bytes(60), key: bytes(128), ask: line }),
  z.strictObject({ name: bytes(60), page: line.startsWith('/') }),
]);

const schema = z.strictObject({
  labels: z.strictObject({ extractive: line, generated: line }),
  ...{ generatedNote: line, basis: line, clause: line, clauses: line, frontMatter: line },
  ...{ page: line, frontPage: line, allClauses: line },
  ...{ suggestionsLead: line, suggestion: line, more: line, moreWord: line, last: line },
  ...{ offer: line, offerEarlier: line, offerNext: line, lateWord: line },
  ...{
    stillWorking: line,
    nothingBetter: line,
    nothingWaiting: line,
    failed: line,
    switchedOff: line,
    tooLong: line,
  },
  ...{ typeInstead: line, forgotten: line, complain: line, help: line, greeting: line },
  commands: z.strictObject({
    ...{ outline: asking, targets: asking, clause: z.strictObject({ question: line }) },
    ...{ next: words, late: words, forget: words, complain: words, help: words },
  }),
  menu: z
    .array(z.strictObject({ name: bytes(16), items: z.array(item).min(1).max(5) }))
    .min(1)
    .max(3),
  wechaty: z.strictObject({ roomNotice: line, tooMany: line }),
});

/** The fixed wording of prompts/wechat.yml. */
export type Wording = z.infer<typeof schema>;

/** Reads prompts/wechat.yml. @throws Error naming what is missing, superfluous or too long */
export function parseWording(text: string): Wording {
  const result = schema.safeParse(parse(text));
  if (!result.success) throw new Error(`prompts/wechat.yml: ${z.prettifyError(result.error)}`);
  return result.data;
}
