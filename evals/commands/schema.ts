import { join } from 'node:path';
import { format } from 'prettier';
import { z } from 'zod';
import { caseSchema } from '../cases.js';
import { ROOT } from '../context.js';
import { writeFiles } from '../write-files.js';
import { say } from './say.js';

/** The JSON Schema of a case file, which editors check and complete by. */
export function schemaText(): Promise<string> {
  const schema = { title: 'Cases of the evaluation', ...z.toJSONSchema(z.array(caseSchema)) };
  return format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });
}

/** Writes evals/cases.schema.json anew. */
export async function schema(): Promise<void> {
  const [file] = writeFiles(join(ROOT, 'evals'), { 'cases.schema.json': await schemaText() });
  say(`written: ${file}`);
}
