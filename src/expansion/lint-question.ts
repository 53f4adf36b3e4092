import { maskPersonalData } from '../domain/personal-data.js';
import { clauseOf, type Policy } from '../domain/policy.js';
import { foldToWords } from '../retrieval/fold.js';
import { ngrams } from '../retrieval/ngrams.js';
import type { Asks } from '../retrieval/question-data.js';

// Fewer characters ask nothing that belongs to one clause; more is a letter, not a question typed on a phone.
const FEWEST = 4;
const MOST = 60;
// Names of schemes have up to nine (异地就医直接结算率); a longer run is the clause read out, and would teach the index its own words.
const LONGEST_RUN = 10;

const NUMERAL = '[0-9０-９零〇一二两三四五六七八九十百千]+';
const NUMBERED = new RegExp(`第${NUMERAL}(?:条|章|部分|句|款)`, 'u');
const DOCUMENT = /〔\d{4}〕|[发规令办]\s*\[?\d{4}\]?\s*\d+号/u;
const ADDRESS = /https?:|www\.|\.(?:com|cn|net)\b/iu;

/** What must stand in the words meant when they are said to state it. */
const STATED: Partial<Record<Asks, RegExp>> = {
  amount: /\d|[一二三四五六七八九十百千万亿]+元/u,
  ratio: /[%％]|百分之|[一二三四五六七八九十]成|[一二三四五六七八九十]+分之/u,
  count: new RegExp(`${NUMERAL}\\D|[万亿]`, 'u'),
  when: new RegExp(`${NUMERAL}\\s*(?:年|月|日|时)|每[年月日]|期间|以前|之前|起`, 'u'),
  duration: new RegExp(`${NUMERAL}\\s*(?:个)?(?:年|月|日|天|周|小时|分钟)|长期|永久`, 'u'),
  documents: /材料|证|表|书|凭/u,
  contact: /\d{3,}|电话|热线|网址|邮箱/u,
};

/** What is to be judged. A near miss belongs to no sentence. */
export type Candidate = {
  readonly question: string;
  readonly clause: number;
  readonly sentence: number;
  readonly asks?: Asks | undefined;
  readonly covered: boolean;
};

export type Fault = { readonly reason: string; readonly problem: string };

/** The first thing that makes a question useless or misleading for the index, if any. */
export function lintQuestion(candidate: Candidate, policy: Policy): Fault | undefined {
  const { question, clause: number, sentence, asks, covered } = candidate;
  const clause = clauseOf(policy, number);
  if (clause === undefined || number < 1)
    return { reason: 'clause', problem: `clause ${number} does not exist; the policy has 1 to ${policy.clauses.length}` }; // prettier-ignore
  const meant = sentence === 0 ? clause.text : clause.sentences.find(({ index }) => index === sentence)?.text;
  if (meant === undefined)
    return { reason: 'sentence', problem: `clause ${number} has no sentence ${sentence}; 0 stands for the whole clause` }; // prettier-ignore
  const words = foldToWords(question);
  const length = [...words].length;
  if (length < FEWEST || length > MOST)
    return {
      reason: 'length',
      problem: `has ${length} characters without marks; write ${FEWEST} to ${MOST}`,
    };
  if (NUMBERED.test(question) || DOCUMENT.test(question))
    return { reason: 'number', problem: 'names a clause or document number; ask as someone who has not read it' }; // prettier-ignore
  if (ADDRESS.test(question) || maskPersonalData(question).found.length > 0)
    return { reason: 'private', problem: 'holds an address, a telephone number or the like; take it out' };
  const runs = new Set(ngrams(foldToWords(clause.text), LONGEST_RUN, LONGEST_RUN));
  const copied = ngrams(words, LONGEST_RUN, LONGEST_RUN).find((run) => runs.has(run));
  if (copied !== undefined)
    return { reason: 'copied', problem: `"${copied}" is the clause’s own wording; say it in everyday words` };
  const needed = covered && asks !== undefined ? STATED[asks] : undefined;
  if (needed !== undefined && !needed.test(meant))
    return { reason: 'covered', problem: `covered is true, but the words meant state no ${asks}; set it to false or name another sentence` }; // prettier-ignore
  return undefined;
}
