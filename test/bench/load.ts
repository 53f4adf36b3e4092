/** Load, abuse and stopping, measured on the built service: npm run bench:load -- [--quick|--full] [scenario …]. Loopback only. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { upperBound } from '../prove/load/outcome.js';
import { SCENARIOS } from '../prove/load/scenarios.js';

const say = (line: string) => void process.stdout.write(`${line}\n`);
const words = process.argv.slice(2);
const isFull = words.includes('--full');
const asked = words.filter((word) => !word.startsWith('--'));
const unknown = asked.filter((name) => !(name in SCENARIOS));
const directory = mkdtempSync(join(tmpdir(), 'suwen-load-'));
// What npm start has built saves a minute; the service checks it before use.
const saved = join(import.meta.dirname, '../../.data/index');
try {
  if (unknown.length > 0)
    throw new Error(`No scenario ${unknown.join(', ')}. There are ${Object.keys(SCENARIOS).join(', ')}.`);
  const machine = `${cpus().length} processors, load ${loadavg()[0]?.toFixed(2)}, Node ${process.versions.node}`;
  say(`${isFull ? 'full' : 'quick'} run; ${machine}; the generator runs on the same processors`);
  let isWrong = false;
  for (const [name, run] of Object.entries(SCENARIOS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const { n, failures, missed, detail } = await run({
      ...{ isFull, directory },
      ...(existsSync(saved) ? { indexDirectory: () => Promise.resolve(saved) } : {}),
    });
    const bound = (upperBound(failures, n) * 100).toPrecision(2);
    say(
      `${name}: N ${n}, failures ${failures} (95 % upper bound ${bound} %)${missed.length > 0 ? `, MISSED ${missed.join(', ')}` : ''}`,
    );
    say(`  ${detail}`);
    isWrong ||= failures > 0;
  }
  process.exitCode = isWrong ? 1 : 0;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
