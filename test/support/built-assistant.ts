import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createAssistant, type Assistant } from '../../src/assistant.js';

/** The assistant over a copy of the index that was built once for all test files. */
export async function builtAssistant(directory: string): Promise<Assistant> {
  cpSync(inject('builtDirectory'), directory, { recursive: true });
  return createAssistant(join(import.meta.dirname, '../..'), directory);
}
