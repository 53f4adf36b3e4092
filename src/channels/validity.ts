import type { Segment } from '../answering/answer.js';
import { fill, type Replies } from '../answering/replies.js';
import type { Assistant } from '../assistant.js';
import type { PolicyMetadata } from '../domain/policy.js';

/** What must be said of a policy that is no longer in force; null while it is. */
export function validityNotice(
  { supersededBy, validUntil }: PolicyMetadata,
  replies: Replies,
  now = Date.now(),
): string | null {
  if (supersededBy !== undefined) return fill(replies.superseded, { successor: supersededBy });
  if (validUntil !== undefined && validUntil < dayOf(now)) return fill(replies.expired, { date: validUntil });
  return null;
}

/** An assistant that says so before it quotes a policy that is no longer in force. */
export function withValidityNotice(assistant: Assistant): Assistant {
  const { policy, replies } = assistant;
  if (policy.supersededBy === undefined && policy.validUntil === undefined) return assistant;
  return {
    ...assistant,
    ask: async (messages, options) => {
      const answer = await assistant.ask(messages, options);
      // Other policies have their own notices.
      const notice =
        'citations' in answer && answer.policies === undefined ? validityNotice(policy, replies) : null;
      if (notice === null) return answer;
      const segment: Segment = { kind: 'template', text: `${notice}\n`, citations: [] };
      return { ...answer, segments: [segment, ...answer.segments] };
    },
  };
}

/** Today where the policy is in force, YYYY-MM-DD. */
function dayOf(now: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(now);
}
