import type { Target } from '../domain/find-targets.js';
import { contentLength } from './classify.js';
import { ngrams } from '../retrieval/ngrams.js';
import type { Kind } from '../retrieval/policy-index.js';
import type { Asks } from '../retrieval/question-data.js';
import type { Reading } from '../retrieval/retriever.js';

/** What to do with a question that retrieval has read. */
export type Decision =
  | { readonly outcome: 'answered'; readonly target?: Target }
  | { readonly outcome: 'partial'; readonly missing: Asks | 'personal' }
  | { readonly outcome: 'refused'; readonly reason: 'not_in_plan' | 'off_topic' | 'unsafe' }
  | { readonly outcome: 'clarify' }
  | { readonly outcome: 'chat'; readonly topic: 'chitchat' | 'about_bot' };

const GROUPS: Readonly<Record<string, readonly Kind[]>> = {
  answered: ['covered', 'false_premise'],
  partial: ['uncovered', 'absent_detail', 'personal_verdict'],
  not_in_plan: ['near_miss', 'other_policy', 'other_region', 'other_document', 'meta_absent', 'prediction'],
  off_topic: ['opinion_politics', 'nonsense'],
  unsafe: ['injection'],
  chitchat: ['chitchat'],
  about_bot: ['about_bot'],
};
const QUANTITIES: readonly Asks[] = ['amount', 'ratio', 'count', 'when', 'duration'];
// Below these the linear model knows no clause for the question: its words merely resemble some clause's. Set on the dev cases.
const KNOWN_TOPIC = 0.3;
const KNOWN_TOPIC_OF_PARTIAL = 0.6;
const OTHER_REGION = 0.2;
// Two characters of content that point to no clause: better ask back than refuse.
const FEW_WORDS = 2;
// A ruling on one person's own case is no provincial plan's to give.
const PERSONAL_VERDICT =
  /(?:我们?(?:这|那|家|村|小区|单位|公司|厂|这个|那个)|咱们?(?:这|家|村|小区)|俺).{0,12}(?:能不能|能否|排得上|轮得[到上]|算不算|够不够|符合|有没有资格|在不在|列入|纳入)/u;

/** Decides by what is asked and what the text contains, not by how similar the words are. */
export function decide(question: string, reading: Reading, targets: readonly Target[]): Decision {
  const share = (kinds: readonly Kind[] | undefined) =>
    (kinds ?? []).reduce((sum, kind) => sum + reading.kinds[kind], 0);
  const [group] = Object.keys(GROUPS).toSorted((a, b) => share(GROUPS[b]) - share(GROUPS[a]));
  if (group === 'chitchat' || group === 'about_bot') return { outcome: 'chat', topic: group };
  if (group === 'not_in_plan' || group === 'off_topic' || group === 'unsafe')
    return { outcome: 'refused', reason: group };
  const topic = Math.max(...reading.clauseProbabilities);
  if (topic < KNOWN_TOPIC_OF_PARTIAL && contentLength(question) <= FEW_WORDS) return { outcome: 'clarify' };
  const isElsewhere = group === 'partial' && reading.kinds.other_region > OTHER_REGION;
  if (isElsewhere || topic < (group === 'partial' ? KNOWN_TOPIC_OF_PARTIAL : KNOWN_TOPIC)) {
    return { outcome: 'refused', reason: 'not_in_plan' };
  }
  if (PERSONAL_VERDICT.test(question)) return { outcome: 'partial', missing: 'personal' };
  const asked = askedThing(reading);
  if (QUANTITIES.includes(asked) && reading.asks[asked] > 0.5) {
    const target = findTarget(asked, question, reading, targets);
    return target ? { outcome: 'answered', target } : { outcome: 'partial', missing: asked };
  }
  if (asked === 'documents' || asked === 'contact') return { outcome: 'partial', missing: asked };
  return group === 'partial' ? { outcome: 'partial', missing: asked } : { outcome: 'answered' };
}

function askedThing(reading: Reading): Asks {
  const order = (Object.keys(reading.asks) as Asks[]).toSorted((a, b) => reading.asks[b] - reading.asks[a]);
  return order[0] ?? 'what';
}

/** The quantity of the kind asked about the thing asked, in the best clause; its best sentence need not name the thing again. */
function findTarget(
  asked: Asks,
  question: string,
  reading: Reading,
  targets: readonly Target[],
): Target | undefined {
  const best = reading.results[0];
  const sentence = best?.sentences[0];
  const fitting = targets.filter((target) => {
    if (target.clause !== best?.clause || sentence === undefined) return false;
    const isTime = target.comparator === 'by' || target.comparator === 'within';
    const isNamed = sharesWords(question, target.subject);
    const isBest = sentence.start <= target.start && target.end <= sentence.end;
    if (asked === 'amount') return false; // the plan names no sum of money
    if (asked === 'ratio') return target.unit === '%' && (isBest || isNamed);
    if (isTime && target.kind === 'scope') return false;
    if (asked === 'when' || asked === 'duration') return isTime && (isBest || isNamed);
    return target.unit !== '%' && isNamed && (!isTime || question.includes(target.unit));
  });
  return fitting.find((target) => sharesWords(question, target.subject)) ?? fitting[0];
}

/** One shared bigram may be chance (零碳园区, 万兆园区); two mean the same thing is named. */
function sharesWords(question: string, subject: string): boolean {
  const bigrams = ngrams(subject, 2, 2);
  return bigrams.filter((bigram) => question.includes(bigram)).length >= Math.min(2, bigrams.length);
}
