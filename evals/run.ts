import { CaseError } from './cases.js';
import { measureRetrieval } from './commands/ablate.js';
import { compare } from './commands/compare.js';
import { draft } from './commands/draft.js';
import { exportTo } from './commands/export.js';
import { importCases } from './commands/import.js';
import { judge } from './commands/judge.js';
import { lint } from './commands/lint.js';
import { compareWithModels } from './commands/model.js';
import { say } from './commands/say.js';
import { schema } from './commands/schema.js';
import { evaluate } from './evaluate.js';
import { GateError } from './gate.js';
import { JudgeError } from './judges/kinds.js';
import { OptionError, readOptions, type Options } from './options.js';
import { RunError } from './run-cases.js';
import { SystemError } from './systems/system.js';

// Exit codes: 0 all gates passed, 1 a gate or the lint failed, 2 the run itself could not be done.
const FAILED = 1;
const CANNOT = 2;
// Their messages say what to do; anything else is a fault of this program and shows where.
const EXPECTED = [CaseError, GateError, JudgeError, OptionError, RunError, SystemError];

try {
  if (!(await main(readOptions(process.argv.slice(2))))) process.exitCode = FAILED;
} catch (error) {
  const isExpected = EXPECTED.some((kind) => error instanceof kind);
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(isExpected && error instanceof Error ? error.message : trace, process.stderr);
  process.exitCode = CANNOT;
}

/** @returns whether everything that was checked holds */
async function main(options: Options): Promise<boolean> {
  if (options.compare !== undefined) {
    await compare(options.compare);
    return true;
  }
  switch (options.command) {
    case 'run':
      return evaluate(options, say);
    case 'ablate':
      await measureRetrieval(options);
      return true;
    case 'lint':
      return lint();
    case 'model':
      return compareWithModels(options, process.env);
    case 'export':
      await exportTo(options);
      return true;
    case 'import':
      importCases(options);
      return true;
    case 'draft':
      draft(options);
      return true;
    case 'judge':
      await judge(options, process.env);
      return true;
    case 'schema':
      await schema();
      return true;
  }
}
