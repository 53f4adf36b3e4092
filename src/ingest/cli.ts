import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { POLICY_ID } from '../library/shelved-policy.js';
import { ingest, type IngestOptions } from './ingest.js';

const INGEST_USAGE =
  'Usage: npm run ingest -- FILE… [--id ID] [--title T] [--number 文号] [--issuer I] [--date YYYY-MM-DD] [--supersedes ID] [--yes]';

const optionSchema = z.object({
  id: z.string().regex(POLICY_ID, 'must be lower-case letters, digits and hyphens').optional(),
  title: z.string().min(1).optional(),
  number: z.string().min(1).optional(),
  issuer: z.string().min(1).optional(),
  date: z.iso.date('must be a date, YYYY-MM-DD').optional(),
  supersedes: z.string().regex(POLICY_ID).optional(),
  yes: z.boolean().default(false),
});

type Terminal = {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly print: (text: string) => void;
};

/** Reads the command line. @throws Error naming the option */
function readOptions(words: readonly string[]) {
  const string = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { id: string, title: string, number: string, issuer: string, date: string, supersedes: string, yes: { type: 'boolean', short: 'y' } }, // prettier-ignore
  });
  const result = optionSchema.safeParse(values);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Error(`--${issue?.path.join('.')}: ${issue?.message}. ${INGEST_USAGE}`);
  }
  if (positionals.length === 0) throw new Error(`No file is named. ${INGEST_USAGE}`);
  const { id, title, number, issuer, date } = result.data;
  const given = { id, title, documentNumber: number, issuer, issuedOn: date };
  const isOfOne = Object.values(given).some((value) => value !== undefined) || result.data.supersedes;
  if (isOfOne && positionals.length > 1)
    throw new Error('--id, --title, --number, --issuer, --date and --supersedes describe one document. Name one file.'); // prettier-ignore
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    files: positionals,
    given: known,
    supersedes: result.data.supersedes ?? null,
    yes: result.data.yes,
  };
}

/** npm run ingest. @returns whether every file was taken in or stood there already */
export async function ingestCommand(
  words: readonly string[],
  { directory, reserved, vectors }: Pick<IngestOptions, 'directory' | 'reserved' | 'vectors'>,
  terminal: Terminal,
): Promise<boolean> {
  const { yes, ...options } = readOptions(words);
  const isAsked = !yes && terminal.input.isTTY && terminal.output.isTTY;
  const lines = isAsked ? createInterface(terminal) : undefined;
  const isMany = options.files.length > 1;
  const confirm = async (preview: string) => {
    if (!(yes && isMany)) terminal.print(preview);
    if (yes) return true;
    if (lines === undefined) return false;
    return /^(?:y|yes|是)$/iu.test((await lines.question('Take it in? [y/N] ')).trim());
  };
  const bar = progressBar(terminal.output);
  try {
    const result = await ingest({ ...options, directory, reserved, vectors, now: () => new Date(), confirm, progress: bar.show }); // prettier-ignore
    bar.end();
    for (const line of result.refused) terminal.print(line);
    const { taken, unchanged, declined, refused, index } = result;
    terminal.print(`${taken.length} taken in, ${unchanged.length} unchanged, ${declined.length} declined, ${refused.length} refused; ${index.embedded} clauses embedded, ${index.kept} kept.`); // prettier-ignore
    if (index.doubt !== null && vectors !== undefined) terminal.print(`The vectors were not added: ${index.doubt}. The service adds them when it starts.`); // prettier-ignore
    if (declined.length > 0 && !isAsked) terminal.print('Nothing is taken in without a person’s yes: add --yes, or run it in a terminal.'); // prettier-ignore
    return refused.length === 0 && declined.length === 0;
  } finally {
    lines?.close();
  }
}

const BAR = 24;

/** One line that grows, on a terminal only. */
function progressBar(output: NodeJS.WriteStream) {
  let isShown = false;
  return {
    show: (what: string, done: number, of: number) => {
      if (!output.isTTY || of < 2) return;
      const filled = Math.round((BAR * done) / of);
      output.write(`\r[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${done}/${of} ${what} `);
      isShown = true;
    },
    end: () => {
      if (isShown) output.write('\n');
    },
  };
}
