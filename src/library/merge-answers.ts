import type { Answer, NonEmpty, Segment } from '../answering/answer.js';
import { refused } from '../answering/compose.js';
import { fill } from '../answering/replies.js';
import type { Citation } from '../domain/policy.js';
import type { PolicyInfo } from './library.js';
import type { LibraryWording } from './wording.js';

/** What one policy answers. */
export type Part = { readonly policy: Pick<PolicyInfo, 'id' | 'title' | 'documentNumber'>; readonly answer: Answer }; // prettier-ignore
type Wordings = { readonly wording: LibraryWording; /** The plan's id: its citations bear none. */ readonly plan: string }; // prettier-ignore

/** An answer from one policy of the library: its name first, and its id with every citation. */
export function fromPolicy({ policy, answer }: Part, notice: string, { wording, plan }: Wordings): Answer {
  const own = withPolicy(answer, policy.id, plan);
  const lead = 'citations' in answer ? leadOf(policy, wording) : '';
  const [first, ...rest] = own.segments;
  const before = notice + lead;
  const segments: NonEmpty<Segment> = before === '' ? own.segments : [template(before), first, ...rest];
  return { ...own, segments, policies: [policy.id] };
}

/** One answer out of several policies', each under its name. What a policy does not say is said, not left out. */
export function mergeAnswers(parts: NonEmpty<Part>, { wording, plan }: Wordings): Answer {
  const replies = wording.repliesFor('');
  const ids = parts.map(({ policy }) => policy.id);
  const [firstId, ...restIds] = ids;
  const policies: NonEmpty<string> = [firstId ?? plan, ...restIds];
  const segments: Segment[] = [];
  const citations: Citation[] = [];
  const missing: string[] = [];
  let isConsulted = false;
  for (const [i, { policy, answer }] of parts.entries()) {
    const own = withPolicy(answer, policy.id, plan);
    segments.push(template(`${i === 0 ? '' : '\n'}${leadOf(policy, wording)}`));
    if ('citations' in own) {
      citations.push(...own.citations);
      segments.push(...own.segments.filter(({ text }) => text !== replies.consult));
      isConsulted ||= own.segments.some(({ text }) => text === replies.consult);
      if ('missing' in own) missing.push(...own.missing);
    } else {
      segments.push(template(wording.silent));
      missing.push(fill(wording.missingFrom, { title: policy.title }));
    }
  }
  const [head, ...tail] = citations;
  if (head === undefined) return { ...refused('not_in_plan', wording.notInLibrary, replies, missing), policies }; // prettier-ignore
  if (isConsulted) segments.push(template(replies.consult));
  const [first = template(wording.silent), ...rest] = segments;
  const best = parts.find(({ answer }) => 'citations' in answer)?.answer;
  const common = {
    segments: [first, ...rest] satisfies NonEmpty<Segment>,
    citations: [head, ...tail] satisfies NonEmpty<Citation>,
    suggestions: best?.suggestions ?? [],
    confidence: Math.min(...parts.map(({ answer }) => answer.confidence)),
    interpretedAs: null,
    policies,
  } as const;
  const [lack, ...lacks] = new Set(missing);
  return lack === undefined
    ? { outcome: 'answered', ...common }
    : { outcome: 'partial', missing: [lack, ...lacks], ...common };
}

function leadOf({ title, documentNumber: number }: Part['policy'], wording: LibraryWording): string {
  return fill(number === '' ? wording.leadWithoutNumber : wording.lead, { title, number });
}

function template(text: string): Segment {
  return { kind: 'template', text, citations: [] };
}

/** Puts the policy's id on every citation; the plan's stay as they are. */
function withPolicy(answer: Answer, policy: string, plan: string): Answer {
  if (policy === plan) return answer;
  const mark = (citation: Citation): Citation => ({ ...citation, policy });
  const [first, ...rest] = answer.segments.map((segment): Segment => segment.kind === 'template' ? segment : { ...segment, citations: markAll(segment.citations, mark) }); // prettier-ignore
  const segments: NonEmpty<Segment> = [first ?? answer.segments[0], ...rest];
  return 'citations' in answer
    ? { ...answer, segments, citations: markAll(answer.citations, mark) }
    : { ...answer, segments };
}

function markAll(
  [first, ...rest]: NonEmpty<Citation>,
  mark: (one: Citation) => Citation,
): NonEmpty<Citation> {
  return [mark(first), ...rest.map(mark)];
}
