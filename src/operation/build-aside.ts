import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';

// Building takes twenty seconds of one core; on a busy machine several times that.
const LIMIT_MS = 10 * 60 * 1000;
// Answers go first: they are waited for.
const NICE = 10;
// The message of an error and its first lines.
const SAID_CHARACTERS = 2000;

/**
 * Reads the corpus, the wording and the index in a process of its own (`main index`), which builds and saves what is missing, so that
 * neither the work nor a crash of the native library touches the service.
 * @param script the program's own main file
 * @throws Error with what the process said when it failed
 */
export async function buildAside(script: string): Promise<void> {
  const child = spawn(process.execPath, [...process.execArgv, script, 'index'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: LIMIT_MS,
  });
  const kill = () => child.kill();
  process.once('exit', kill);
  try {
    if (child.pid !== undefined) setPriority(child.pid, NICE);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(0, SAID_CHARACTERS);
    });
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (...ended) => resolve(ended));
    });
    if (code !== 0)
      throw new Error(said.trim() || `the index could not be read or built: ended by ${signal ?? code}`);
  } finally {
    process.removeListener('exit', kill);
  }
}
