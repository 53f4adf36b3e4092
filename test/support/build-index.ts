import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createAssistant } from '../../src/assistant.js';

declare module 'vitest' {
  export interface ProvidedContext {
    builtDirectory: string;
  }
}

/** Builds the index once for all test files: it takes longer than everything else they do. */
export default async function setup(project: TestProject): Promise<() => void> {
  const directory = mkdtempSync(join(tmpdir(), 'suwen-built-'));
  await createAssistant(join(import.meta.dirname, '../..'), directory);
  project.provide('builtDirectory', directory);
  return () => rmSync(directory, { recursive: true });
}
