import type { ANSWERABILITIES, Case, OUTCOMES } from '../cases.js';
import type { Policy } from '../../src/domain/policy.js';
import type { Segment } from '../record.js';

type Words<Key extends string> = Readonly<Record<Key, string>>;

export const OUTCOME: Words<(typeof OUTCOMES)[number]> = {
  ...{ answered: '回答', partial: '部分回答', refused: '拒答', clarify: '澄清', chat: '闲聊' },
};

export const ANSWERABILITY: Words<(typeof ANSWERABILITIES)[number]> = {
  ...{
    full: '可全答',
    partial: '可部分答',
    none: '不可答',
    underspecified: '问得不明',
    conversational: '闲聊',
  },
};

export const TYPE: Words<Case['type']> = {
  ...{
    fact: '事实',
    number: '数字',
    list: '列举',
    eligibility: '资格',
    procedure: '办理',
    multi_clause: '多条款',
  },
  ...{
    comparison: '比较',
    definition: '定义',
    structure: '结构',
    none: '方案未涉及',
    false_premise: '前提有误',
  },
  ...{ underspecified: '问得不明', followup: '追问', chitchat: '闲聊', attack: '攻击', benign: '貌似攻击' },
};

export const REGISTER: Words<Case['register']> = {
  ...{ official: '公文用语', lay: '日常用语', noisy: '错漏用语', english: '英语' },
};

export const SEGMENT: Words<Segment['kind']> = { quote: '原文', statement: '陈述', template: '套语' };

const CUT: Readonly<Record<string, string>> = {
  ...{ audience: '提问场景', register: '用语', answerability: '可答性', type: '题型' },
  ...{ section: '板块', conversation: '对话轮次' },
};
const AUDIENCE: Readonly<Record<string, string>> = {
  ...{ official: '公文用语、可全答', lay: '日常用语、可全答', conversations: '多轮对话' },
};
const SYSTEM: Readonly<Record<string, string>> = {
  ...{ oracle: '标准答案', 'copy-top1': '照抄首条', bm25: '词面检索', 'always-refuse': '一律拒答' },
  ...{ 'random-clause': '随机条款' },
};

/** What was said, in a word; null is an error or a system that does not tell. */
export function outcomeWord(outcome: keyof typeof OUTCOME | null): string {
  return outcome === null ? '无结果' : OUTCOME[outcome];
}

export function systemWord(name: string): string {
  return SYSTEM[name] ?? name;
}

const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  audience: { ...ANSWERABILITY, ...AUDIENCE },
  ...{ register: REGISTER, answerability: ANSWERABILITY, type: TYPE },
};

/** A slice "cut: name" as its cut and its name in Chinese; what is not known is left as it is. */
export function sliceWords(slice: string, policy: Policy): { readonly cut: string; readonly name: string } {
  const [cut = '', name = ''] = slice.split(': ');
  const section = cut === 'section' ? policy.sections.find(({ number }) => `section ${number}` === name) : undefined; // prettier-ignore
  const turn = /^turn (\d+)(\+?)$/u.exec(name);
  const turnWord = turn === null ? undefined : `第 ${turn[1]} 轮${turn[2] === '+' ? '以后' : ''}`;
  return { cut: CUT[cut] ?? cut, name: section?.title ?? turnWord ?? NAMES[cut]?.[name] ?? name };
}

export function clauseWord(number: number): string {
  return number === 0 ? '文件首部' : `第 ${number} 条`;
}
