import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Questions whose answers hang on every part of the index. */
export const PROBES = ['公办学校就读比例是多少', '老旧小区改造有什么目标', '怎么申请公租房', '燃气管道什么时候改造完', '今天天气怎么样', '农民工工资拖欠怎么办', '第6条原文'] as const; // prettier-ignore

export type Opened =
  | { readonly ms: number; readonly origin: 'saved' | 'built'; readonly answers: readonly string[] }
  | { readonly error: string };

/** Opens data directories one after another in another process, and starts that anew when one kills it. */
export function opener(root: string) {
  let child: ChildProcess | undefined;
  const program = join(import.meta.dirname, 'open-and-ask.ts');
  const open = (dataDirectory: string) =>
    new Promise<Opened>((resolve) => {
      child ??= spawn(process.execPath, ['--import', 'tsx', program, root], {
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      const { stdout, stdin } = child;
      if (stdout === null || stdin === null) return resolve({ error: 'no pipes' });
      const lines = createInterface({ input: stdout });
      const ended = (code: number | null, signal: string | null) => {
        child = undefined;
        resolve({ error: `crashed with ${signal ?? code}` });
      };
      child.once('exit', ended);
      lines.once('line', (line) => {
        child?.off('exit', ended);
        lines.close();
        resolve(JSON.parse(line) as Opened);
      });
      stdin.write(`${dataDirectory}\n`);
    });
  return { open, stop: () => void child?.kill('SIGKILL') };
}
