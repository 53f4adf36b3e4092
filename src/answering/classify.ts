import { CHINESE_NUMERAL, parseNumber } from '../domain/numerals.js';

/** What kind of thing is asked, as far as the words alone tell; `general` goes to retrieval. Text is folded. */
export type Intent =
  | { readonly kind: 'empty' | 'personal_data' | 'creative' | 'unsafe' | 'vague' | 'outline' | 'targets' }
  | {
      readonly kind: 'clause';
      readonly number: number;
      readonly isWhole: boolean;
      readonly sentence?: number;
    }
  | { readonly kind: 'section'; readonly number: number; readonly nth?: number }
  | { readonly kind: 'fact'; readonly fact: Fact }
  | { readonly kind: 'scan'; readonly term: string }
  | { readonly kind: 'general' };
export type Fact = 'documentNumber' | 'issuedOn' | 'issuer' | 'basis' | 'title' | 'recipients';

const NUMBER = `(?:[0-9]{1,6}|${CHINESE_NUMERAL})`;
const CLAUSE = new RegExp(
  `第(${NUMBER})(?:条|款|项措施)|^(${NUMBER})条|(?:clause|article) ?(${NUMBER})`,
  'u',
);
const SECTION = new RegExp(`第(${NUMBER})(?:大?部分|大?章|大块|个部分)`, 'u');
const SENTENCE = new RegExp(`第(${NUMBER})(?:句话?|个?句子)`, 'u');
// Words around a clause number that ask for the clause itself and nothing in it.
const FILLER =
  /原文|全文|逐字|输出|原样|复述|抄|标题|题目|把|内容|具体|完整|条款|讲|写|说|规定|是|什么|啥|哪些|怎么|了|的|呢|吗|给我|看看?|念|读|一下|下|请|帮我|我|想|要|查|查询|方案|里|都|有|\p{P}|\s/gu;
const DOCUMENT = '(?:这个|这份|该|本)?(?:文件|方案|通知|文)';
const FACTS: readonly (readonly [Fact, RegExp])[] = [
  ['recipients', /主送|(?:发|印)给(?:了)?(?:谁|哪些|哪里)/u],
  ['documentNumber', /发文字号|文号|文件编号|几号文|多少号文/u],
  [
    'basis',
    new RegExp(
      `${DOCUMENT}.{0,4}(?:依据|根据).{0,6}(?:什么|哪|制定)|(?:依据|根据)(?:什么|哪).{0,6}(?:文件|制定|出台)`,
      'u',
    ),
  ],
  ['issuedOn', new RegExp(`${DOCUMENT}.{0,4}(?:什么时候|何时|哪天|哪一?年|几月|多会儿)|(?:印发|发布|出台|成文)(?:时间|日期)|(?:印发|发布)(?:于|在)|(?:什么时候|何时|哪天|哪一?年).{0,3}(?:印发|发布|出台)`, 'u')], // prettier-ignore
  [
    'issuer',
    /(?:谁|哪个(?:部门|机关|单位)|哪里|哪儿).{0,4}(?:印发|发布|出台|发的|下发)|(?:印发|发文|发布)(?:机关|单位|部门)/u,
  ],
  ['title', /(?:文件|方案|通知).{0,3}(?:全称|全名|标题|名称|叫什么)/u],
];
// 何时出台 alone is about the document; with a subject of its own (某办法何时出台) it is not.
const BARE_FACT = 10;
const NAMES_DOCUMENT = /文件|方案|通知|[本该这]文|发文|文号|字号/u;
const TARGETS =
  /(?:数字|量化|定量|硬性?)(?:化|性)?(?:的)?(?:目标|指标|要求|任务)|(?:哪些|什么|几个|多少个?).{0,4}(?:指标|数字|目标值|量化)|指标.{0,4}(?:哪些|清单|列)/u;
const OUTLINE =
  /(?:一共|总共|共|全文|方案).{0,6}(?:几|多少)(?:条|个部分|部分|项措施|条措施)|分(?:成|为)?(?:哪)?几(?:个|大)?部分|(?:哪|几)(?:几|六)?(?:大|个)?(?:部分|章)组?成?|目录|框架结构/u;
// A question which clauses hold a word; what is left without these words is the word looked for.
const SCAN =
  /(?:哪些|哪几|哪一|几|多少)个?(?:条款|条文|条|处|地方|次)|(?:提到|提及|涉及|写到|含有?|包含|使用)[^的]{1,20}的(?:条款|条文)/u;
const SCAN_FILLER =
  /(?:哪些|哪几|哪一|几|多少)个?(?:条款|条文|措施|条|处|地方|次)|提到|提及|涉及|写到|写了|写着|写|出现|含有|包含|使用|用到|说到|讲到|点到|点名|散见于|见于|方案|全文|文件|条款|条文|[一两三四]个字|一词|字样|这个词|这个数|表述|项目|请|逐条|列出|汇总|条号|一共|总共|分别|各讲|什么|清单|文中|[各都有在被里的了过吗呢是共把给指]|\p{P}|\s/gu;
const CREATIVE =
  /(?:写|编|画|作|来|创作|生成|翻译)(?:一|个|首|篇|段|封|幅|点)*.{0,8}(?:诗|歌|作文|代码|程序|故事|小说|邮件|论文|情书|对联|笑话|文案|图)|翻译成/u;
// Help with fraud, forgery or harm is refused whatever clause its words resemble; so is markup that wants to run.
const HARM = '伪造|假造|造假|假证|代缴|代办假|虚报|冒领|冒充|骗(?:取|补|保|到)?|套取|炸|投毒|破坏';
const UNSAFE = new RegExp(
  `(?:怎么|怎样|咋|如何|帮我|教我|教教|窍门|方法|办法|路子).{0,20}(?:${HARM})|(?:${HARM}).{0,16}(?:窍门|教我|教教|帮我|方法|办法|不被|查不到)|<\\s*(?:script|img|iframe|svg)|javascript:|onerror *=`,
  'u',
);
// Words that name nothing by themselves: a question made of them only cannot be looked up.
const VAGUE =
  /多少|几多|百分之[几\p{N}一二三四五六七八九十]*|什么|啥|哪[些个里年天]?|怎么[样办]?|咋|谁|为何|为什么|能不能|可以|是不是|有没有|到底|请|明确|具体|说|讲|一下|那个?|这个?|它|他们?|她|事情?|东西|政策|规定|指标|比例|价钱|钱|时候|时间|覆盖|人|年|到|变|改|好|行|要|办|的|了|呢|吗|嘛|么|啊|呀|吧|是|个|也|都|还|再|我|你|您|咱|在|有|没|不|得|给|去|来|问|知道|想|\p{P}|\s/gu;
// Eighteen-character identity numbers, mobile numbers, bank cards.
const PERSONAL_DATA = /(?<!\d)(?:[1-9]\d{16}[\dx]|1[3-9]\d{9}|\d{16,19})(?!\d)/u;

/** Classifies a folded question by its words. */
export function classify(question: string): Intent {
  if (!/[\p{L}\p{N}]/u.test(question)) return { kind: 'empty' };
  if (PERSONAL_DATA.test(question.replace(/[ -]/gu, ''))) return { kind: 'personal_data' };
  if (UNSAFE.test(question)) return { kind: 'unsafe' };
  const section = SECTION.exec(question);
  const sectionNumber = parseNumber(section?.[1] ?? '');
  if (section && sectionNumber !== undefined) {
    const nth = parseNumber(CLAUSE.exec(question.slice(section.index + section[0].length))?.[1] ?? '');
    return { kind: 'section', number: sectionNumber, ...(nth === undefined ? {} : { nth }) };
  }
  const clause = CLAUSE.exec(question);
  const number = parseNumber(clause?.[1] ?? clause?.[2] ?? clause?.[3] ?? '');
  if (clause && number !== undefined) {
    const nth = SENTENCE.exec(question);
    const rest = question
      .replace(clause[0], '')
      .replace(nth?.[0] ?? '', '')
      .replace(FILLER, '');
    const sentence = parseNumber(nth?.[1] ?? '');
    return {
      kind: 'clause',
      number,
      isWhole: rest.length < 2,
      ...(sentence === undefined ? {} : { sentence }),
    };
  }
  const fact = FACTS.find(([, pattern]) => pattern.test(question))?.[0];
  if (fact !== undefined && (question.length <= BARE_FACT || NAMES_DOCUMENT.test(question)))
    return { kind: 'fact', fact };
  if (TARGETS.test(question)) return { kind: 'targets' };
  const term = SCAN.test(question) ? scannedTerm(question) : '';
  if (term !== '') return { kind: 'scan', term };
  if (OUTLINE.test(question)) return { kind: 'outline' };
  if (CREATIVE.test(question)) return { kind: 'creative' };
  return contentLength(question) === 0 ? { kind: 'vague' } : { kind: 'general' };
}

/** The quoted words, or what is left of the question when the words of asking are taken away. */
function scannedTerm(question: string): string {
  const quoted = /[“"「『]([^”"」』]{1,20})[”"」』]/u.exec(question)?.[1];
  return quoted ?? question.replace(SCAN_FILLER, '').replace(/[市性类]$/u, '');
}

/** How many characters of a folded question name something. */
export function contentLength(question: string): number {
  return question.replace(VAGUE, '').length;
}
