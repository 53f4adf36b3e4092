import { Worker } from 'node:worker_threads';
import type { Pattern } from './find-patterns.js';

// Attack strings are tried at both lengths; linear work takes ten times as long at the longer, quadratic a hundred times.
const SHORT = 2000;
const LONG = 20_000;
const LINEAR = 30;
// Below this a ratio is noise.
const LEAST_MS = 20;
const STUCK_MS = 20_000;

/** Strings that make a pattern go wrong if any do: its own letters, alone and by two, over and over, with an end that does not fit. */
function attackUnits({ source }: Pattern): string[] {
  const bare = source.replaceAll(/\\[pP]\{[^}]*\}|\(\?<?[\w:=!]*>?|\\u\{?[\da-f]+\}?/gu, '');
  const own = [...new Set([...bare.matchAll(/[\p{L}\p{N}@#<>&%=:;'"“”「」【】〔〕（）_/-]+/gu)].flatMap(([word]) => [word, ...word.slice(0, 1)]))]; // prettier-ignore
  const classes = ['0', 'a', '一', ' ', '-', '.', '\n', '第', ','];
  const singles = [...new Set([...classes, ...own])].slice(0, 60);
  const doubles = singles.slice(0, 8).flatMap((a) => singles.slice(0, 8).map((b) => a + b));
  return [...new Set([...singles, ...doubles])];
}

/** What makes a pattern superlinear, and whether it came to no end at all. */
type Superlinear = { readonly unit: string; readonly isStuck: boolean };

/** How a pattern grows with its input. @returns the unit that made it superlinear, or undefined */
export async function superlinear(pattern: Pattern): Promise<Superlinear | undefined> {
  const worker = new Worker(MEASURE, { eval: true, workerData: { ...pattern, units: attackUnits(pattern), SHORT, LONG, LINEAR, LEAST_MS } }); // prettier-ignore
  let stuck: NodeJS.Timeout | undefined;
  let unit = '';
  try {
    return await new Promise<Superlinear | undefined>((resolve, reject) => {
      const arm = () => {
        clearTimeout(stuck);
        stuck = setTimeout(() => resolve({ unit, isStuck: true }), STUCK_MS);
      };
      arm();
      worker.on('error', reject);
      worker.on('message', (message: { unit?: string; found?: string; done?: true }) => {
        if (message.found !== undefined) resolve({ unit: message.found, isStuck: false });
        else if (message.done) resolve(undefined);
        else {
          unit = message.unit ?? '';
          arm();
        }
      });
    });
  } finally {
    clearTimeout(stuck);
    await worker.terminate();
  }
}

// Processor time of the process, in which nothing else runs meanwhile: other programs make the clock run on.
// A regular expression cannot be interrupted, so it runs in a thread that can be ended.
const MEASURE = `
const { parentPort, workerData } = require('node:worker_threads');
const { source, flags, units, SHORT, LONG, LINEAR, LEAST_MS } = workerData;
const pattern = new RegExp(source, flags.includes('g') ? flags : flags + 'g');
const time = (unit, length) => {
  const text = unit.repeat(Math.ceil(length / unit.length)) + '\\u0001';
  const before = process.cpuUsage();
  text.replace(pattern, '');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
for (const unit of units) {
  parentPort.postMessage({ unit });
  const isSlow = () => {
    const short = time(unit, SHORT);
    const long = time(unit, LONG);
    return long > LEAST_MS && long > LINEAR * Math.max(short, 0.05);
  };
  // Twice, because another program may have had the processor the first time.
  if (isSlow() && isSlow() && isSlow()) parentPort.postMessage({ found: unit });
}
parentPort.postMessage({ done: true });
`;
