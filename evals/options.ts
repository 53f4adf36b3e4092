import { parseArgs } from 'node:util';
import { SABOTAGES, type Sabotage } from './systems/sabotage.js';

/** Sets that can be asked for; dev comes with the smoke cases. */
const SETS = ['dev', 'test', 'holdout', 'smoke', 'all'] as const;

/** What `npm run evals` is asked to do. */
export type Options = {
  readonly command: 'run' | 'model' | 'lint' | 'export' | 'import' | 'draft' | 'judge' | 'schema' | 'ablate';
  /** Words after the command: a format and files. */
  readonly words: readonly string[];
  readonly set: (typeof SETS)[number];
  /** Service to ask instead of the assistant in this process. */
  readonly url: string | undefined;
  /** Model name: the url is then an OpenAI-compatible base such as http://127.0.0.1:8787/v1. */
  readonly model: string | undefined;
  readonly sabotage: Sabotage | undefined;
  readonly rescore: string | undefined;
  readonly compare: readonly [string, string] | undefined;
  readonly resume: boolean;
  /** Write this run as the baseline that later runs are held against. */
  readonly accept: boolean;
  /** List failed cases; dev only, so that the other sets stay unseen. */
  readonly verbose: boolean;
  readonly concurrency: number;
  readonly repeats: number;
  /** Where files go; without it runs go to .data/evals and imports to the terminal. */
  readonly out: string | undefined;
};

/** A call that cannot be understood; the message says what is wrong and what can be given. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

const COMMANDS = ['run', 'model', 'lint', 'export', 'import', 'draft', 'judge', 'schema', 'ablate'] as const;

/** Reads the words after `npm run evals --`. @throws OptionError */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const [command = 'run', ...words] = positionals;
  if (values.compare && words.length + (command === 'run' ? 0 : 1) !== 2) {
    throw new OptionError(
      '--compare takes two run files: npm run evals -- --compare before.jsonl after.jsonl',
    );
  }
  const [before, after] = positionals;
  if (!values.compare && command === 'run' && words.length > 0) throw new OptionError(`"${words.join(' ')}" is not understood. Sets are given with --set, files with --rescore or --compare.`); // prettier-ignore
  if (values.model !== undefined && values.url === undefined) throw new OptionError('--model needs --url, the base of an OpenAI-compatible endpoint such as http://127.0.0.1:8787/v1.'); // prettier-ignore
  return {
    command: values.compare ? 'run' : oneOf(COMMANDS, command, 'command'),
    words,
    set: oneOf(SETS, values.set, '--set'),
    url: values.url === undefined ? undefined : address(values.url),
    model: values.model,
    sabotage: values.sabotage === undefined ? undefined : oneOf(SABOTAGES, values.sabotage, '--sabotage'),
    rescore: values.rescore,
    compare: values.compare && before !== undefined && after !== undefined ? [before, after] : undefined,
    resume: values.resume,
    accept: values.accept,
    verbose: values.verbose,
    concurrency: whole(values.concurrency ?? (values.url === undefined ? '1' : '4'), '--concurrency'),
    repeats: whole(values.repeats ?? (values.url === undefined ? '3' : '1'), '--repeats'),
    out: values.out,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ set: { type: 'string', default: 'dev' }, url: { type: 'string' }, model: { type: 'string' } },
        ...{ sabotage: { type: 'string' }, rescore: { type: 'string' }, out: { type: 'string' } }, // prettier-ignore
        ...{ compare: { type: 'boolean', default: false }, resume: { type: 'boolean', default: false } },
        ...{ accept: { type: 'boolean', default: false }, verbose: { type: 'boolean', default: false } },
        ...{ concurrency: { type: 'string' }, repeats: { type: 'string' } },
      },
    });
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error));
  }
}

/** localhost:8787 is a URL too, of the scheme "localhost:"; a password would be printed in every report. */
function address(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/u.test(url.protocol)) throw new OptionError(`--url "${given}" is no address. Give one such as http://127.0.0.1:8787.`); // prettier-ignore
  if (url.username !== '' || url.password !== '') throw new OptionError('--url holds a password. Give a key in EVALS_API_KEY instead.'); // prettier-ignore
  return given;
}

function oneOf<const T extends string>(known: readonly T[], given: string, name: string): T {
  const found = known.find((one) => one === given);
  if (found === undefined) throw new OptionError(`${name} "${given}" is not known. Use one of: ${known.join(', ')}.`); // prettier-ignore
  return found;
}

function whole(given: string, name: string): number {
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1 || value > 64) throw new OptionError(`${name} "${given}" must be a whole number from 1 to 64.`); // prettier-ignore
  return value;
}
