import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { OptionError } from '../options.js';
import { writeFiles } from '../write-files.js';

/** Prints a text, or writes it to a new file: what a person may have completed since is never replaced. @throws OptionError */
export function deliver(text: string, out: string | undefined): void {
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  if (existsSync(out)) throw new OptionError(`--out ${out} exists already. Remove it or name a new file.`);
  writeFiles(dirname(out), { [basename(out)]: text });
}
