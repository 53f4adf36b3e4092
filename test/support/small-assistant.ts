import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refused } from '../../src/answering/compose.js';
import { parseReplies } from '../../src/answering/replies.js';
import type { Assistant } from '../../src/assistant.js';
import { findTargets } from '../../src/domain/find-targets.js';
import { Library } from '../../src/library/library.js';
import { publishedPlan, readPolicy } from './policies.js';

/** The plan without its index, for tests of how answers travel, not of what they say: every question is refused. */
export async function smallAssistant(): Promise<Assistant> {
  const policy = readPolicy(publishedPlan());
  const replies = parseReplies(readFileSync(`${import.meta.dirname}/../../prompts/replies.yml`, 'utf8'));
  // The folder does not exist: there is the plan alone.
  const library = await Library.open(join(import.meta.dirname, 'no-library'), { policy, textHash: 'none' });
  return {
    ...{ policy, library, replies, textHash: 'none', targets: findTargets(policy) },
    index: { origin: 'built', doubt: null },
    ask: () => Promise.resolve(refused('not_in_plan', replies.refusals.not_in_plan, replies)),
    search: () => [],
    searchLibrary: async () => [],
  };
}
