/** What is answered the same whatever the plan says. */
export type Guard = 'empty' | 'personal_data' | 'unsafe' | 'creative';

// Eighteen-character identity numbers, mobile numbers, bank cards.
const PERSONAL_DATA = /(?<!\d)(?:[1-9]\d{16}[\dx]|(?:\+?86)?1[3-9]\d{9}|\d{16,19})(?!\d)/u;
// Help with fraud, forgery or harm is refused whatever clause its words resemble; so is markup that wants to run.
const HARM = '伪造|假造|造假|假证|代缴|代办假|虚报|冒领|冒充|骗(?:取|补|保|到)?|套取|炸|投毒|破坏';
const UNSAFE = new RegExp(
  `(?:怎么|怎样|咋|如何|帮我|教我|教教|窍门|方法|办法|路子).{0,20}(?:${HARM})|(?:${HARM}).{0,16}(?:窍门|教我|教教|帮我|方法|办法|不被|查不到)|<\\s*(?:script|img|iframe|svg)|javascript:|onerror *=`,
  'u',
);
// 防炸, 被骗了怎么办, 防止造假: harm that is to be kept away is asked about, not for.
const PREVENTION = new RegExp(
  `(?:防|防止|预防|避免|杜绝|打击|举报|被|怕|都要|会不会|别)(?:人)?.{0,3}(?:${HARM})`,
  'u',
);
const EVASION = /查到|查出|发现|才不会|不会被|教我|教教|帮我/u;
const CREATIVE =
  /(?:写|编(?!制|号|码|修|委)|画|作|来|创作|生成)(?:一|个|首|篇|段|封|幅|点|份)*.{0,8}(?:诗|歌|作文|代码|程序|故事|小说|邮件|论文|情书|对联|笑话|文案|总结|发言稿|讲话稿|检讨|图片|图画)|翻译(?:成|一下)|算(?:个|一)?命/u;

/** Reads a folded question for what needs no look at the plan; undefined when there is nothing of the kind. */
export function guardOf(question: string): Guard | undefined {
  if (!/[\p{L}\p{N}]/u.test(question)) return 'empty';
  if (PERSONAL_DATA.test(question.replace(/[ -]/gu, ''))) return 'personal_data';
  if (UNSAFE.test(question) && !(PREVENTION.test(question) && !EVASION.test(question))) return 'unsafe';
  return CREATIVE.test(question) ? 'creative' : undefined;
}
