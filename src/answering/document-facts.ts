/** What the front matter states of the document itself. */
export type Fact = 'documentNumber' | 'issuedOn' | 'issuer' | 'basis' | 'title' | 'recipients';

const DOCUMENT = '(?:这个|这份|该|本|此)?(?:文件|方案|通知|文)';
const FACTS: readonly (readonly [Fact, RegExp])[] = [
  ['recipients', /主送|(?:发|印)给(?:了)?(?:谁|哪些|哪里)/u],
  ['documentNumber', /发文字号|文号|文件编号|(?:几|多少)号文|红头文件.{0,4}号/u],
  ['basis', new RegExp(`${DOCUMENT}.{0,6}(?:依据|根据|按照).{0,8}(?:什么|啥|哪|何|制定|出台|来)|(?:依据|根据|按照)(?:的)?(?:是)?(?:什么|啥|哪).{0,8}(?:文件|制定|出台|搞|编)|制定依据|上位(?:依据|文件)|贯彻(?:落实)?(?:的)?(?:是)?(?:什么|哪)`, 'u')], // prettier-ignore
  ['issuedOn', new RegExp(`${DOCUMENT}.{0,4}(?:什么时候|啥时候|何时|哪天|哪一?年|几月|多会儿|几号)|(?:印发|发布|出台|成文|落款|下发)(?:的)?(?:时间|日期)|(?:印发|发布|下发)(?:于|在)|(?:什么时候|啥时候|何时|哪天|哪一?年).{0,3}(?:印发|发布|出台|下发)`, 'u')], // prettier-ignore
  ['issuer', /(?:谁|哪个(?:部门|机关|单位)|哪里|哪儿|哪级).{0,4}(?:印发|发布|出台|发的|下发|发文)|(?:印发|发文|发布|落款)(?:机关|单位|部门)/u], // prettier-ignore
  ['title', /(?:文件|方案|通知).{0,3}(?:全称|全名|标题|名称|叫什么)/u],
];
// 何时出台 alone is about the document; with a subject of its own (某办法何时出台) it is not.
const BARE = 10;
const NAMES_DOCUMENT = /文件|方案|通知|[本该这此]文|发文|文号|字号|落款|红头/u;

/** The facts of the document that a folded question asks for, in the order of the front matter. */
export function factsAsked(question: string): Fact[] {
  if (question.length > BARE && !NAMES_DOCUMENT.test(question)) return [];
  return FACTS.filter(([, pattern]) => pattern.test(question)).map(([fact]) => fact);
}

const VALIDITY =
  /有效期|失效|何时废止|管到(?:哪|什么|几)|执行到(?:哪|什么|几)|(?:文件|方案|通知).{0,6}(?:到期|截止|作废|过期)|五年.{0,4}(?:到哪|从哪|起止)/u;

/** Whether a folded question asks until when the document holds. */
export function asksValidity(question: string): boolean {
  return VALIDITY.test(question) && (question.length <= BARE || NAMES_DOCUMENT.test(question));
}
