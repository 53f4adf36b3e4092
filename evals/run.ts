import { join } from 'node:path';
import { createAssistant } from '../src/assistant.js';
import { readCases, type Case } from './cases.js';
import { scoreAnswer, type Score } from './score.js';

// `npm run evals -- --split dev [--verbose]`: details are shown for dev only, so that test and holdout stay unseen.
const split = process.argv[process.argv.indexOf('--split') + 1] ?? 'dev';
const isVerbose = process.argv.includes('--verbose') && split === 'dev';
const root = join(import.meta.dirname, '..');
const assistant = await createAssistant(root, join(root, '.data'));
const cases = readCases(join(root, 'evals/cases')).filter((one) => one.split === split);
if (cases.length === 0) throw new Error(`No cases in split "${split}". Use --split dev, test or holdout.`);

const scored: { one: Case; score: Score }[] = [];
for (const one of cases) {
  const answer = await assistant.ask([...(one.history ?? []), { role: 'user', content: one.question }]);
  const score = scoreAnswer(one, answer);
  scored.push({ one, score });
  if (isVerbose && !score.strict) {
    const wrong = Object.entries(score).filter(([, isRight]) => !isRight).map(([name]) => name); // prettier-ignore
    const cited = 'citations' in answer ? answer.citations.map(({ clause }) => clause).join(' ') : '';
    const gold = one.gold?.clauses.map(({ id }) => id).join(' ') ?? '';
    process.stdout.write(`${one.id} ${one.type} [${wrong.join(' ')}] ${one.question} | ${answer.outcome} ${cited} | ${one.expect.outcome.join('/')} ${gold}\n`); // prettier-ignore
  }
}

report('all', scored);
const kinds = [...new Set(scored.map(({ one }) => one.id.slice(0, 3)))];
for (const kind of kinds) report(kind, scored.filter(({ one }) => one.id.startsWith(kind))); // prettier-ignore
for (const type of [...new Set(scored.map(({ one }) => one.type))]) report(`  ${type}`, scored.filter(({ one }) => one.type === type)); // prettier-ignore

function report(name: string, rows: readonly { score: Score }[]): void {
  const share = (key: keyof Score) =>
    (rows.filter(({ score }) => score[key]).length / rows.length).toFixed(3);
  const keys = ['strict', 'outcome', 'clause', 'nuggets', 'forbidden'] as const;
  process.stdout.write(
    `${name.padEnd(20)} n=${rows.length} ${keys.map((key) => `${key} ${share(key)}`).join('  ')}\n`,
  );
}
