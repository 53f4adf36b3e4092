/** What verifying one sentence costs on this machine: npm run bench:verify. Bounded: 4,000 sentences. */
import { performance } from 'node:perf_hooks';
import { createVerifier } from '../../src/answering/verify/verify.js';
import { handWritten, rightAnswers } from '../support/planted-sentences.js';
import { publishedPlan, readPolicy } from '../support/policies.js';

const LIMIT_MS = 2;
const say = (line: string) => void process.stdout.write(`${line}\n`);
const at = (sorted: readonly number[], share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;

const begun = performance.now();
const verify = createVerifier(readPolicy(publishedPlan()));
say(`createVerifier: ${(performance.now() - begun).toFixed(1)} ms`);

const answers = rightAnswers(handWritten('seen'), 2000, 1);
for (const pass of ['cold', 'warm']) {
  const times = answers
    .map((answer) => {
      const start = performance.now();
      verify(answer);
      return performance.now() - start;
    })
    .toSorted((a, b) => a - b);
  say(
    `${pass}: ${times.length} sentences, median ${at(times, 0.5).toFixed(2)} ms, p95 ${at(times, 0.95).toFixed(2)} ms`,
  );
  if (pass === 'warm' && at(times, 0.5) > LIMIT_MS) process.exitCode = 1;
}
