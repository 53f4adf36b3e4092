import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createChatModel, type ChatModelConfig } from '../model/chat-model.js';
import { accept } from './accept.js';
import { expand } from './expand.js';
import { parseExpandPrompts } from './prompts.js';
import { readReview } from './review-file.js';
import { openSource } from './source.js';

const USAGE =
  'Use: npm run expand -- --policy FILE|ID --out FILE [--clauses 1,2] [--askers elder,parent] [--per 10] [--misses 3], then read the file, and: npm run expand -- --accept FILE';

// Nobody waits for an answer here, and a model that writes ten questions, or thinks first, takes its time.
const PATIENT = { firstTokenMs: 120_000, idleMs: 60_000, totalMs: 300_000 };
// More than one call can bring without repeating itself.
const MOST_PER_CALL = 30;

type Surroundings = {
  readonly root: string;
  /** The chat model of the settings; only accepting works without. */
  readonly model: ChatModelConfig | undefined;
  readonly print: (text: string) => void;
};

/** npm run expand. @returns whether all was done @throws Error that says what to give or correct */
export async function expandCommand(
  words: readonly string[],
  { root, model, print }: Surroundings,
): Promise<boolean> {
  const options = readOptions(words);
  if (options.accept !== undefined) return acceptFile(options.accept, options.policy, { root, print });
  if (options.policy === undefined || options.out === undefined) throw new Error(USAGE);
  if (model === undefined)
    throw new Error('There is no model to write questions. Set CHAT_BASE_URL, CHAT_API_KEY and CHAT_MODEL; see .env.example.'); // prettier-ignore
  const source = openSource(root, options.policy);
  const prompts = parseExpandPrompts(readFileSync(join(root, 'prompts', 'expand.yml'), 'utf8'));
  const { perDay } = model.budgets; // the budget of a client is for people who ask; here there is one caller
  const patient = { ...model, deadlines: PATIENT, budgets: { perDay, perClientDay: perDay } };
  const numbers = source.policy.clauses.map(({ number }) => number);
  const { before, now, failed } = await expand({
    ...{ source, prompts, print, out: options.out, model: createChatModel(patient) },
    amounts: { questions: options.per, misses: options.misses },
    clauses: chosen('--clauses', options.clauses, numbers.map(String)).map(Number),
    askers: chosen('--askers', options.askers, Object.keys(prompts.askers)),
  });
  const review = readReview(options.out);
  print(`${before + now} of ${before + now + failed} parts are written, ${review.rows.length} questions to read in ${options.out}.`); // prettier-ignore
  print(
    failed > 0
      ? 'Run the same command again to go on.'
      : `Set accepted to true or false in each line, then: npm run expand -- --accept ${options.out}`,
  );
  return failed === 0;
}

function acceptFile(
  file: string,
  given: string | undefined,
  { root, print }: Omit<Surroundings, 'model'>,
): boolean {
  const review = readReview(file);
  const source = openSource(root, given ?? review.header.file);
  const { added, before, declined, unread, problems } = accept(file, review, source);
  for (const problem of problems) print(problem);
  const rest = `${before} were there already, ${declined} declined, ${unread} not read yet`;
  if (problems.length > 0) {
    print(`Nothing was added: ${problems.length} problems. ${rest}.`);
    return false;
  }
  print(`${added} added to ${source.directory}; ${rest}.`);
  if (added > 0) print('Now check them against the cases with: npm run evals -- lint. The index is rebuilt at the next start.'); // prettier-ignore
  return true;
}

function readOptions(words: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...words],
      options: { policy: text, out: text, accept: text, clauses: text, askers: text, per: text, misses: text }, // prettier-ignore
    });
    return {
      ...values,
      per: countOf('--per', values.per, 10),
      misses: countOf('--misses', values.misses, 3),
    };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)} ${USAGE}`, { cause: error });
  }
}

function countOf(name: string, given: string | undefined, usual: number): number {
  if (given === undefined) return usual;
  if (!/^\d{1,2}$/u.test(given) || Number(given) > MOST_PER_CALL)
    throw new Error(`${name} is "${given}"; give a number from 0 to ${MOST_PER_CALL}.`);
  return Number(given);
}

function chosen(name: string, given: string | undefined, all: readonly string[]): readonly string[] {
  if (given === undefined) return all;
  const wanted = given.split(',');
  const unknown = wanted.filter((one) => !all.includes(one));
  if (unknown.length > 0) throw new Error(`${name}: there is no "${unknown.join('", "')}". There are ${all.join(', ')}.`); // prettier-ignore
  return wanted;
}
