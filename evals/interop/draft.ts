import { createHash } from 'node:crypto';
import { foldToWords } from '../../src/retrieval/fold.js';
import { ngrams } from '../../src/retrieval/ngrams.js';
import { ANSWERABILITIES, caseSchema, DRAFT, OUTCOMES, type Case } from '../cases.js';
import { maskPersonalData } from '../../src/domain/personal-data.js';

/** What somebody asked, what was answered, and what they thought of it. */
export type Asked = {
  readonly question: string;
  readonly outcome: Case['expect']['outcome'][number] | null;
  /** Clauses the answer cited. */
  readonly clauses: readonly number[];
  readonly rating: 'up' | 'down' | null;
  readonly comment: string | null;
};

/** Draft cases as a case file's text, and what became of the questions. */
export type Drafts = {
  readonly yaml: string;
  /** Cases in the file. */
  readonly drafted: number;
  /** Questions that say what another of them does. */
  readonly repeated: number;
  /** Questions that a case asks already, or that hold no words. */
  readonly known: number;
};

// As the lint: from this share of common bigrams two questions are one.
const NEAR = 0.8;
const TYPES = caseSchema.shape.type.options;

const HEAD = `# 草稿：由用户反馈和日志生成，尚未审核，不计入任何成绩。
#
# 每条都故意缺少 type、answerability 和 expect，评测程序会拒绝读取本文件，直到有人逐条补全。
# 这样做是因为：机器当时的回答不能当作标准答案，“是否答得了”必须由人对照原文判断。
#
# 审核步骤：
#   1. 再查一遍个人信息。手机号、身份证号、银行卡号、邮箱和其他长号码已经遮盖，姓名、住址、单位没有。
#   2. 先不看当时的回答，对照原文判断，再把以“# 待填”开头的各行换成实际内容。
#   3. 补上 nuggets（要点）和 forbidden（禁止内容），并核对是否与 corpus 中的问题重复。
#   4. 由第二人复核后，删去 tags 中的 ${DRAFT} 和这些注释。
`;

/**
 * Turns questions people asked into a case file that cannot be read until a person has completed it: what is right is theirs to say, and
 * no draft counts. Personal data is masked; questions that are nearly one, or nearly an existing case, are drafted once or not at all.
 * Those people liked least come first.
 */
export function draftCases(questions: readonly Asked[], existing: readonly Case[]): Drafts {
  const known = existing.map(({ question }) => bagOf(question));
  const groups: { readonly bag: Bag; readonly asked: Asked[] }[] = [];
  let left = 0;
  for (const one of questions) {
    const asked = { ...one, question: oneLine(one.question) };
    const bag = bagOf(asked.question);
    const group = groups.find((other) => isNear(other.bag, bag));
    if (bag.words === '' || (group === undefined && known.some((other) => isNear(other, bag)))) left += 1;
    else if (group === undefined) groups.push({ bag, asked: [asked] });
    else group.asked.push(asked);
  }
  const dislike = ({ asked }: { readonly asked: readonly Asked[] }) =>
    count(asked, 'down') - count(asked, 'up');
  const sorted = groups.toSorted((a, b) => dislike(b) - dislike(a) || b.asked.length - a.asked.length);
  return {
    yaml: `${HEAD}\n${sorted.length === 0 ? '[]\n' : sorted.map(({ bag, asked }) => draftOf(bag, asked)).join('\n')}`,
    drafted: groups.length,
    repeated: questions.length - left - groups.length,
    known: left,
  };
}

function draftOf(bag: Bag, asked: readonly Asked[]): string {
  const id = `draft-${createHash('sha256').update(bag.words).digest('hex').slice(0, 10)}`;
  const answers = new Set(asked.map(({ outcome, clauses }) => `${outcome ?? '出错'}${clauses.length === 0 ? '' : `，引用第 ${clauses.join('、')} 条`}`)); // prettier-ignore
  const comments = new Set(asked.flatMap(({ comment }) => oneLine(comment ?? '') || []));
  return [
    `# 问过 ${asked.length} 次，好评 ${count(asked, 'up')}，差评 ${count(asked, 'down')}。当时的回答：${[...answers].join('；')}`,
    ...[...comments].map((comment) => `# 留言：${comment}`),
    `- id: ${id}`,
    `  group: ${id}`,
    `  # 待填 type: ${TYPES.join(' / ')}`,
    '  register: lay',
    `  question: ${JSON.stringify(asked[0]?.question)}`,
    `  # 待填 answerability: ${ANSWERABILITIES.join(' / ')}`,
    `  # 待填 expect: { outcome: [${OUTCOMES.join(' / ')}] }`,
    '  # 待填 gold: { clauses: [{ id: 条号, grade: 2, quote: 原文一字不差 }] }',
    `  tags: [${DRAFT}]`,
    '',
  ].join('\n');
}

/** Masked, on one line, without control characters: it can neither end a comment nor a string. */
function oneLine(text: string): string {
  return maskPersonalData(text.toWellFormed()).text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim(); // prettier-ignore
}

function count(asked: readonly Asked[], rating: 'up' | 'down'): number {
  return asked.filter((one) => one.rating === rating).length;
}

type Bag = { readonly words: string; readonly grams: ReadonlySet<string> };

function bagOf(question: string): Bag {
  const words = foldToWords(question);
  return { words, grams: new Set(ngrams(words, 2, 2)) };
}

function isNear(a: Bag, b: Bag): boolean {
  if (a.words === b.words) return true;
  const [small, large] = a.grams.size < b.grams.size ? [a.grams, b.grams] : [b.grams, a.grams];
  // Sets of such different sizes cannot share enough; most pairs end here.
  if (small.size === 0 || small.size < NEAR * large.size) return false;
  const common = [...small].filter((gram) => large.has(gram)).length;
  return common >= NEAR * (a.grams.size + b.grams.size - common);
}
