import type { Finding } from './verdict.js';

/** Longer is no sentence a person reads in one go, and bounds the work of every check after this one. */
const MAX_CHARACTERS = 240;

// Letters, digits and the punctuation of Chinese and English prose. No tags, brackets of markup, emphasis, tables, paths,
// and nothing invisible or look-alike: what is not listed could hide something from the checks or show something else.
const PLAIN =
  /^[\p{Script=Han}A-Za-z0-9０-９Ａ-Ｚａ-ｚ ,.;:!?'"()%+\-，。；：！？、“”‘’「」『』《》〈〉（）〔〕％＋—–…·〇]*$/u;
const ADDRESS =
  /https?|www\.|:\/\/|[A-Za-z0-9-]\.(?:com|cn|net|org|gov|edu|io|cc|top|xyz|info|me|app|dev)\b|[A-Za-z]{2,}\.[A-Za-z]{2,}|@|邮箱|网址|链接|网站|二维码|扫码|公众号|微信号|小程序|点击|QQ|email|e-mail|website|click/iu;
const PROMPT =
  /提示词|系统提示|系统指令|忽略(?:以上|之前|前面)|作为(?:一个|一名)?(?:AI|人工智能|语言模型|助手|大模型)|语言模型|prompt|instruction|system (?:prompt|message)|assistant|canary|token|api.?key|ignore|language model/iu;
// 12345 is the government's own line; any other run of digits that could be dialled is not the plan's.
const ALLOWED_NUMBERS = new Set(['12345']);
const DIALLED = /(?<!\d)\d(?:[ \-–—]?\d){4,}(?!\d)/gu;
const HOTLINE = /热线|电话|拨打|致电|hotline|phone|telephone|\bcall\b/iu;
const NUMBERING =
  /第[0-9零〇一二两三四五六七八九十百]+(?:条|项|款|章|节|点|部分|大类|个方面|编|段)|(?:条款|措施|任务)[0-9一二三四五六七八九十]+|\b(?:clause|article|section|measure|item|paragraph|point|no\.)s? ?(?:[0-9]+|[ivx]+\b)|\bc[0-9]+\b/iu;

/** What can be seen without looking at any clause: plain prose, no address, no telephone number, no clause numbers. */
export function checkSurface(raw: string, folded: string): Finding {
  if (raw.trim() === '') return { fault: 'markup', detail: 'empty' };
  if (raw.length > MAX_CHARACTERS)
    return { fault: 'markup', detail: `${raw.length} characters, at most ${MAX_CHARACTERS}` };
  const address = ADDRESS.exec(folded);
  if (address) return { fault: 'contact', detail: address[0] };
  if (!PLAIN.test(raw)) return { fault: 'markup', detail: 'characters that are no plain prose' };
  const prompt = PROMPT.exec(folded);
  if (prompt) return { fault: 'markup', detail: prompt[0] };
  for (const [dialled] of folded.replace(/(?<=\d),(?=\d{3})/gu, '').matchAll(DIALLED)) {
    if (!ALLOWED_NUMBERS.has(dialled) && (dialled.length > 6 || HOTLINE.test(folded)))
      return { fault: 'contact', detail: dialled };
  }
  const numbering = NUMBERING.exec(folded);
  return numbering ? { fault: 'numbering', detail: numbering[0] } : undefined;
}
