import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createAssistant } from '../../src/assistant.js';
import { keptIndex } from './kept-index.js';

declare module 'vitest' {
  export interface ProvidedContext {
    builtDirectory: string;
  }
}

/** Builds the index once for all test files, unless an earlier run of the same code did: it takes longer than everything else they do. */
export default async function setup(project: TestProject): Promise<void> {
  const directory = keptIndex();
  await createAssistant(join(import.meta.dirname, '../..'), directory);
  project.provide('builtDirectory', directory);
}
