import { readFileSync } from 'node:fs';
import { refused } from '../../src/answering/compose.js';
import { parseReplies } from '../../src/answering/replies.js';
import type { Assistant } from '../../src/assistant.js';
import { findTargets } from '../../src/domain/find-targets.js';
import { publishedPlan, readPolicy } from './policies.js';

/** The plan without its index, for tests of how answers travel, not of what they say: every question is refused. */
export function smallAssistant(): Assistant {
  const policy = readPolicy(publishedPlan());
  const replies = parseReplies(readFileSync(`${import.meta.dirname}/../../prompts/replies.yml`, 'utf8'));
  return {
    ...{ policy, replies, textHash: 'none', targets: findTargets(policy) },
    index: { origin: 'built', doubt: null },
    ask: () => Promise.resolve(refused('not_in_plan', replies.refusals.not_in_plan, replies)),
    search: () => [],
  };
}
