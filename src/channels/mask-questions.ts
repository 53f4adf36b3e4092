import type { Answer, Segment } from '../answering/answer.js';
import { refused } from '../answering/compose.js';
import type { Assistant } from '../assistant.js';
import type { Message } from '../conversation/message.js';
import { MASKS, maskPersonalData } from '../domain/personal-data.js';

const MASK = `(?:${Object.values(MASKS).join('|')})`;
const THINGS = '身份证|证件|护照|手机|电话|座机|银行卡|卡|账|邮箱|邮件|车牌|微信|联系';
// 我的手机号是〔手机号〕， says nothing about what is asked, and 手机 would be looked for.
const INTRODUCED = new RegExp(
  `(?:我的?|本人的?|俺的?|这是)?(?:(?:${THINGS})(?:号码?|地址|方式)?(?:是|为|叫|[:：])?)?\\s{0,8}${MASK}[,，。;；、\\s]*`,
  'gu',
);
const NOTHING = new RegExp(`${THINGS}|号码?|地址|方式|我|的|本人|姓名|叫|是|这|为|和|请|帮|查|一下|您|你|好|记|存|[\\p{P}\\p{S}\\p{N}\\s]`, 'gu'); // prettier-ignore
// A single character left over asks nothing.
const SHORTEST = 2;

/**
 * An assistant that never sees personal data: it is taken out of every message before asking, and the answer says so.
 * A question that holds nothing else is refused.
 */
export function withPersonalDataMasked(assistant: Assistant): Assistant {
  const { replies } = assistant;
  return {
    ...assistant,
    ask: async (messages, options) => {
      const last = messages.at(-1);
      const asked = withoutPersonalData(messages);
      if (last === undefined || maskPersonalData(last.content).found.length === 0)
        return assistant.ask(asked, options);
      const rest = (asked.at(-1)?.content ?? '').replace(NOTHING, '');
      if (rest.length < SHORTEST) return refused('personal_data', replies.refusals.personal_data, replies);
      return says(replies.personalDataRemoved, await assistant.ask(asked, options));
    },
  };
}

/** What was typed without personal data: all that an assistant or a model is given. */
export function withoutPersonalData(messages: readonly Message[]): Message[] {
  return messages.map(({ role, content }) => ({
    role,
    content: maskPersonalData(content).text.replace(INTRODUCED, ' ').trim(),
  }));
}

function says(notice: string, answer: Answer): Answer {
  const segment: Segment = { kind: 'template', text: notice, citations: [] };
  return { ...answer, segments: [segment, ...answer.segments] };
}
