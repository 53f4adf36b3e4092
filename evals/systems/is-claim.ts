import { partSpans } from '../../src/domain/sentences.js';
import { quantities } from '../metrics/numbers.js';

// Whoever names no clause for what they say of the plan has to answer for it; these say nothing of it.
const NO_CLAIM: readonly RegExp[] = [
  /^[^\p{L}\p{N}]*$/u,
  // greeting, thanks, apology
  /^(?:您好|你好|谢谢|感谢|不客气|再见|好的|(?:很|非常)?抱歉|对不起)[您你的们咨询提问关注支持！!。~～]*$/u,
  // where it is from: 依据《方案》第三部分, 根据上述条款
  /^(?:依据|根据|来源|出处|参考|引用|以上|上述)(?:[^，,。]{0,40}(?:方案|规定|文件|条例|条款|条文|原文|部分|号|》|条))?[。.]?$/u,
  // announces what follows
  /[：:]$/u,
  // asks back
  /[？?][”’」』）)]*$/u,
  // points to the hotline
  /^(?:如需|如有|若需|若有|如果您?|若您?)[^。]{0,6}(?:了解|疑问|问题|需要|帮助|咨询|更多)[^。]{0,8}$/u,
  /^(?:具体|详情|更多)\p{L}{0,4}(?:以.{0,12}为准|请?(?:见|参见|咨询).{0,10})[。.]?$/u,
  /(?:拨打|咨询|致电|联系|详询|热线).{0,12}12345|12345.{0,6}(?:咨询|热线|了解|查询|反映)/u,
  // says that the plan does not say
  /(?:没有|没|未|并未|未曾)(?:[^，,。]{0,4})(?:提到|提及|写明|说明|规定|涉及|明确|包含|给出|载明|列出|找到|查到)(?!的)[^，,。]{0,12}[。.]?$/u,
  /没有(?:相关|这方面的?|有关)(?:内容|信息|规定)?[。.]?$|信息不足[，,。]?|无法[^，,。]{0,12}(?:回答|确认|判断|确定|得知)/u,
];

/**
 * Whether a sentence that cites nothing claims something about the plan. It does unless each of its parts (split at ， and ；) plainly does
 * not: greets, names the source, announces, asks back, points to 12345 or says that the plan does not say. A part with a number claims.
 */
export function isClaim(sentence: string): boolean {
  if (sentence.startsWith('#')) return false; // a heading
  const words = sentence
    .replace(/^(?:[-*•·>]|\d{1,2}[.、])\s*/u, '')
    .replaceAll('**', '')
    .trim();
  if (/[？?][”’」』）)]*$/u.test(words) && quantities(words).length === 0) return false;
  const parts = partSpans(words).map(({ start, end }) => words.slice(start, end).replace(/[，,；;]$/u, ''));
  return parts.some((part) => quantities(part).length > 0 || !NO_CLAIM.some((pattern) => pattern.test(part)));
}
